import type { Account } from "../platform/accounts";
import { mayAssume } from "../identities/identity";
import type { Identity } from "../identities/identity";
import { nameFaults } from "../platform/naming";
import type { Role } from "./role";

/**
 * Faults of the role catalogue, each naming the role, the value and the bound.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function roleFaults(roles: readonly Role[]): string[] {
    const faults = nameFaults(
        "role",
        roles.map(({ name }) => name),
    );
    for (const { name, description, maxSessionDuration: seconds = 3600 } of roles) {
        const at = `role "${name}"`;
        if (description.length > 1000) {
            faults.push(`${at}: description has ${description.length} characters; at most 1,000`);
        }
        if (!Number.isInteger(seconds) || seconds < 3600 || seconds > 43200) {
            faults.push(`${at}: maxSessionDuration is ${seconds}, must be 3600 to 43200 (seconds)`);
        }
    }
    return faults;
}

/** Roles that nobody could assume in an account; IAM takes no trust policy without a principal. */
export function unreachableRoles(
    accounts: readonly Account[],
    roles: readonly Role[],
    identities: readonly Identity[],
): string[] {
    return accounts.flatMap((account) =>
        roles
            .filter((role) => role.assumableBy === "identities")
            .filter(
                (role) => !identities.some((identity) => mayAssume(identity, account, role.name)),
            )
            .map(
                (role) =>
                    `nobody may assume role "${role.name}" in account ${account.name} (${account.environment}); ` +
                    "add an identity that reaches it to identities/catalogue.ts",
            ),
    );
}
