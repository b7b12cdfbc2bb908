import type { Settings } from "../../platform/config";
import { permissionSetName } from "../../platform/naming";
import { identityCenterGroups } from "../identity";
import type { IdentityCatalogue } from "../identity";
import { federatedPeopleFile } from "./checkFederatedGroups";

/**
 * What to do about groups that no role trusts yet, because it isn't known what IAM Identity Center calls their roles: a sentence and
 * its next step for each.
 */
export const unknownRoles = (
    { prefix, stateAccount }: Pick<Settings, "prefix" | "stateAccount">,
    catalogue: Pick<IdentityCatalogue, "federatedGroups">,
): readonly string[] =>
    identityCenterGroups(catalogue)
        .filter(({ roleArn }) => roleArn === undefined)
        .map(({ name, trustClass }) => {
            const permissionSet = permissionSetName(prefix, trustClass, name);
            return (
                `Federated group ${name}: no role trusts it yet, since the ARN of its own role isn't known. After this update, in account ${stateAccount.id}: ` +
                `aws iam list-roles --path-prefix /aws-reserved/sso.amazonaws.com/ --query "Roles[?contains(RoleName, '_${permissionSet}_')].Arn". ` +
                `Write it as roleArn of the group in ${federatedPeopleFile}, and update all stacks.`
            );
        });
