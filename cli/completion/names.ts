import { allIdentities, identityName } from "../../identities/identity";
import { checkout } from "../../platform/checkout";
import { readStateSettings } from "../../platform/projectFiles";
import { checkedCatalogues } from "../../roles/checkCatalogues";
import { isIn } from "../../roles/role";
import type { Names } from "./candidates";

/** The names of the platform as the code defines it; none where its settings are at fault. */
export async function platformNames(): Promise<Names> {
    try {
        const settings = await readStateSettings(checkout);
        const { accounts, prefix } = settings;
        const { identities, roles } = checkedCatalogues(settings);
        const names = accounts.map(({ name }) => name);
        return {
            accounts: names,
            identities: allIdentities(identities).map((one) => identityName(prefix, one)),
            roles: roles.flatMap((role) =>
                accounts
                    .filter((account) => isIn(role, account))
                    .map((account) => `${prefix}${role.name}@${account.name}`),
            ),
        };
    } catch {
        return { accounts: [], identities: [], roles: [] };
    }
}
