import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { policyPath, roleName, rolePath } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument } from "../platform/policyDocument";
import { permissionsPoliciesOf } from "./role";
import type { PermissionsPolicy, Role } from "./role";

/**
 * AWS can't change a managed policy's description. Pulumi would replace the policy, and its role would have no permissions
 * meanwhile; also if the policy was there before and is adopted.
 */
export const unchangeableOfPolicies = ["description"];

export interface CatalogueRoleArgs {
    readonly role: Role;
    /** Account that holds the role. */
    readonly scope: AccountScope;
    /** Who may assume it. Plain, so that the policy pack can judge it at preview. */
    readonly trustPolicy: PolicyDocument;
    /** ARN of its permissions boundary. */
    readonly permissionsBoundary: string;
}

/** A role of the catalogue, or of a team, in one account: the role with its trust, boundary and permissions policies. */
export class CatalogueRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(
        name: string,
        { role, scope, trustPolicy, permissionsBoundary }: CatalogueRoleArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:roles:CatalogueRole", name, {}, opts);
        const { prefix } = scope;
        const parent = { parent: this };

        const iamRole = new iam.Role(
            name,
            {
                name: roleName(scope, role.name),
                path: rolePath(prefix),
                description: role.description,
                assumeRolePolicy: trustPolicy,
                maxSessionDuration: role.maxSessionDuration ?? 3600,
                permissionsBoundary,
            },
            parent,
        );
        const attach = (
            { name: policyName, permissions }: PermissionsPolicy,
            dependsOn: pulumi.Resource[],
        ): pulumi.Resource => {
            const logicalName = roleName(scope, policyName);
            const policy = new iam.Policy(
                logicalName,
                {
                    name: `${logicalName}Policy`,
                    path: policyPath(prefix),
                    description: `Permissions of ${roleName(scope, role.name)}.`,
                    policy: policyDocument(permissions(scope)),
                },
                { ...parent, dependsOn, ignoreChanges: unchangeableOfPolicies },
            );
            return new iam.RolePolicyAttachment(
                logicalName,
                { role: iamRole.name, policyArn: policy.arn },
                parent,
            );
        };
        const [first, ...further] = permissionsPoliciesOf(role);
        // Statements move from the first policy to a further one: the role has them there before the first loses them.
        const attached = further.map((policy) => attach(policy, []));
        attach(first, attached);
        this.arn = iamRole.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
