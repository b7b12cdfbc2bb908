import { environments, isOpenToNonprod } from "../../platform/environments";
import type { Fault } from "../../platform/fault";
import { samlProviderArn } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { signInHosts } from "../../platform/partitions";
import type { TrustedIssuers } from "../../platform/trustedIssuers";
import type { FederatedGroup } from "../identity";
import type { SamlProvider } from "./federatedGroup";
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
}

/**
 * Checks that each federated group comes from a provider that is of its class at least, for an endpoint of the partition.
 *
 * @param groups of the right shape
 */
export function checkFederatedGroups(
    groups: readonly FederatedGroup[],
    { state, samlProviders, trusted }: GroupContext,
    fault: Fault,
): void {
    const { partition } = state;
    const names = samlProviders.map(({ name }) => name);
    for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
        fault(`SAML provider "${name}": samlProviders has it twice; remove one`);
    }
    for (const { name, provider, trustClass, audience } of groups) {
        const at = `federated group "${name}":`;
        if (!names.includes(provider)) {
            fault(
                `${at} provider is "${provider}"; must be one of samlProviders: ${names.join(", ") || "there is none"}`,
            );
            continue;
        }
        const arn = samlProviderArn(state, provider);
        const environment = Object.hasOwn(trusted.issuers, arn) ? trusted.issuers[arn] : undefined;
        if (environment === undefined) {
            fault(
                `${at} its provider ${arn} is not in issuers of Pulumi.yaml; add it with its environment: ${environments.join(", ")}`,
            );
        } else if (trustClass === "prod" && isOpenToNonprod(environment)) {
            fault(
                `${at} it is of class prod, and its provider ${arn} is of environment ${environment} (issuers of Pulumi.yaml)`,
            );
        }
        if (audience === undefined && samlAudience(partition) === undefined) {
            fault(
                `${at} audience is missing; partition ${partition} has a sign-in endpoint for each region alone, e.g. https://REGION.${signInHosts[partition]?.host}/saml`,
            );
        } else if (audience !== undefined && !isSamlAudience(audience, partition)) {
            fault(
                `${at} audience is "${audience}"; must be a sign-in endpoint of partition ${partition}: https://[REGION.]${signInHosts[partition]?.host}/saml[/acs/ID]`,
            );
        }
    }
}
