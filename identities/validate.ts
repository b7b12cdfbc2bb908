import { nameFaults, trustClasses } from "../naming";
import type { Role } from "../roles/role";
import { allIdentities } from "./identity";
import type { IdentityCatalogue } from "./identity";

/**
 * Faults of the identity catalogue, each naming the identity, the value and the bound.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function identityFaults(catalogue: IdentityCatalogue, roles: readonly Role[]): string[] {
    const identities = allIdentities(catalogue);
    const faults = nameFaults(
        "identity",
        identities.map(({ name }) => name),
    );
    const assumable = roles.filter(({ assumableBy }) => assumableBy === "identities");
    for (const { name, trustClass, roles: limit } of identities) {
        const at = `identity "${name}"`;
        if (!trustClasses.includes(trustClass)) {
            faults.push(`${at}: trustClass is "${trustClass as string}"; must be nonprod or prod`);
        }
        if (limit?.length === 0) {
            faults.push(`${at}: roles is empty; name roles, or leave it out for every role`);
        }
        for (const role of limit ?? []) {
            if (!assumable.some((known) => known.name === role)) {
                faults.push(
                    `${at}: roles has "${role}"; must be one of ${assumable.map((known) => known.name).join(", ")}`,
                );
            }
        }
    }
    return faults;
}
