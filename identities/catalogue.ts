import type { IdentityCatalogue } from "./identity";
import { federatedGroups, samlProviders } from "./federatedPeople";
import { pipelines } from "./pipelines";

/** The platform's identities. Add one here; names are without the prefix. */
export const identityCatalogue: IdentityCatalogue = {
    serviceAccounts: [
        // PSKNonprodServiceAccount: pipelines that work on nonprod accounts.
        { name: "NonprodServiceAccount", trustClass: "nonprod" },
        // PSKProdServiceAccount: pipelines that may work on every account.
        { name: "ProdServiceAccount", trustClass: "prod" },
    ],
    people: [],
    pipelines,
    federatedGroups,
    samlProviders,
};
