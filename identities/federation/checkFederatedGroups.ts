import { environments, isOpenToNonprod } from "../../platform/environments";
import type { Fault } from "../../platform/fault";
import type { IdentityCenter } from "../../platform/identityCenter";
import { permissionSetName, reservedRoleStart, samlProviderArn } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { signInHosts } from "../../platform/partitions";
import type { TrustedIssuers } from "../../platform/trustedIssuers";
import type { FederatedGroup, Identity, IdentityCenterGroup } from "../identity";
import type { SamlGroupSource, SamlProvider } from "./federatedGroup";
import { isSamlAudience, samlAudience } from "./samlTrust";

/** Where the platform's federated groups are written. */
export const federatedPeopleFile = "identities/federatedPeople.ts";

/** What federated groups are checked against. */
export interface GroupContext {
    /** The state account. */
    readonly state: AccountScope;
    readonly samlProviders: readonly SamlProvider[];
    /** Whose the identity providers are, as Pulumi.yaml says. */
    readonly trusted: TrustedIssuers;
    readonly identityCenter: IdentityCenter | undefined;
}

/**
 * Checks that each federated group comes from a provider that is of its class at least, for an endpoint of the partition, or from
 * IAM Identity Center by the exact role of its permission set.
 *
 * @param groups of the right shape
 */
export function checkFederatedGroups(
    groups: readonly FederatedGroup[],
    context: GroupContext,
    fault: Fault,
): void {
    const { samlProviders } = context;
    const names = samlProviders.map(({ name }) => name);
    for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
        fault(`SAML provider "${name}": samlProviders has it twice; remove one`);
    }
    const ids = new Map<string, string>();
    for (const group of groups) {
        const at = `federated group "${group.name}":`;
        if (group.by === "saml") {
            checkSaml(group, context, (text) => {
                fault(`${at} ${text}`);
            });
            continue;
        }
        checkIdentityCenter(group, context, (text) => {
            fault(`${at} ${text}`);
        });
        // The same people may work as both classes, each by a permission set of its own.
        const key = `${group.trustClass} ${group.groupId.toLowerCase()}`;
        const other = ids.get(key);
        if (other !== undefined) {
            fault(`${at} it has class and groupId of federated group "${other}"; remove one`);
        }
        ids.set(key, group.name);
    }
}

/** @param fault receives the rest of a sentence about the group */
function checkSaml(
    { provider, trustClass, audience }: Identity & SamlGroupSource,
    { state, samlProviders, trusted }: GroupContext,
    fault: Fault,
): void {
    const names = samlProviders.map(({ name }) => name);
    if (!names.includes(provider)) {
        fault(
            `provider is "${provider}"; must be one of samlProviders: ${names.join(", ") || "there is none"}`,
        );
        return;
    }
    const { partition } = state;
    const arn = samlProviderArn(state, provider);
    const environment = Object.hasOwn(trusted.issuers, arn) ? trusted.issuers[arn] : undefined;
    if (environment === undefined) {
        fault(
            `its provider ${arn} is not in issuers of Pulumi.yaml; add it with its environment: ${environments.join(", ")}`,
        );
    } else if (trustClass === "prod" && isOpenToNonprod(environment)) {
        fault(
            `it is of class prod, and its provider ${arn} is of environment ${environment} (issuers of Pulumi.yaml)`,
        );
    }
    const host = signInHosts[partition]?.host;
    if (audience === undefined && samlAudience(partition) === undefined) {
        fault(
            `audience is missing; partition ${partition} has a sign-in endpoint for each region alone, e.g. https://REGION.${host}/saml`,
        );
    } else if (audience !== undefined && !isSamlAudience(audience, partition)) {
        fault(
            `audience is "${audience}"; must be a sign-in endpoint of partition ${partition}: https://[REGION.]${host}/saml[/acs/ID]`,
        );
    }
}

/** Identity Center's bound. @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
const longestPermissionSetName = 32;

/** @param fault receives the rest of a sentence about the group */
function checkIdentityCenter(
    { name, trustClass, roleArn }: IdentityCenterGroup,
    { state, identityCenter }: GroupContext,
    fault: Fault,
): void {
    const permissionSet = permissionSetName(state.prefix, trustClass, name);
    if (permissionSet.length > longestPermissionSetName) {
        fault(
            `its permission set ${permissionSet} has ${permissionSet.length} characters; at most ${longestPermissionSetName}: shorten the name`,
        );
    }
    if (identityCenter === undefined) {
        fault(
            "identityCenter of Pulumi.yaml is empty; it needs instanceArn, region and accountId (docs/people.md)",
        );
        return;
    }
    if (roleArn === undefined) return;
    const start = reservedRoleStart(state, identityCenter.region, permissionSet);
    if (!roleArn.startsWith(start) || !/^[0-9a-f]{16}$/.test(roleArn.slice(start.length))) {
        fault(
            `roleArn is "${roleArn}"; must be ${start} and 16 digits, as aws iam list-roles prints it in account ${state.accountId}`,
        );
    }
}
