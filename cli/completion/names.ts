import { identityCatalogue } from "../../identities/catalogue";
import { allIdentities, identityName } from "../../identities/identity";
import { checkout } from "../../platform/checkout";
import { readStateSettings } from "../../platform/projectFiles";
import { roleCatalogue } from "../../roles/catalogue";
import type { Names } from "./candidates";

/** The names of the platform as the code defines it; none where its settings are at fault. */
export async function platformNames(): Promise<Names> {
    try {
        const { accounts, prefix } = await readStateSettings(checkout);
        const names = accounts.map(({ name }) => name);
        return {
            accounts: names,
            identities: allIdentities(identityCatalogue).map((one) => identityName(prefix, one)),
            roles: roleCatalogue.flatMap(({ name }) =>
                names.map((account) => `${prefix}${name}@${account}`),
            ),
        };
    } catch {
        return { accounts: [], identities: [], roles: [] };
    }
}
