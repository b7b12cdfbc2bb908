import { nameFaults, trustClasses } from "../platform/naming";
import { allIdentities } from "./identity";
import type { IdentityCatalogue } from "./identity";

/**
 * Faults of the identity catalogue, each naming the identity, the value and the bound.
 *
 * @param assumableRoles names, without the prefix, of the catalogue's roles that identities assume
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function identityFaults(
    catalogue: IdentityCatalogue,
    assumableRoles: readonly string[],
): string[] {
    const identities = allIdentities(catalogue);
    const faults = nameFaults(
        "identity",
        identities.map(({ name }) => name),
    );
    for (const { name, trustClass, roles: limit } of identities) {
        const at = `identity "${name}"`;
        if (!trustClasses.includes(trustClass)) {
            faults.push(`${at}: trustClass is "${trustClass as string}"; must be nonprod or prod`);
        }
        if (limit?.length === 0) {
            faults.push(`${at}: roles is empty; name roles, or leave it out for every role`);
        }
        for (const role of limit ?? []) {
            if (!assumableRoles.includes(role)) {
                faults.push(
                    `${at}: roles has "${role}"; must be one of ${assumableRoles.join(", ")}`,
                );
            }
        }
    }
    return faults;
}
