import { ConfigError, scopeOf } from "../platform/config";
import type { FileFaults, Settings } from "../platform/config";
import type { AccountScope } from "../platform/naming";
import type { TrustedIssuers } from "../platform/trustedIssuers";
import { identityCatalogue } from "../identities/catalogue";
import { federatedPeopleFile } from "../identities/federation/checkFederatedGroups";
import { pipelineCatalogueFile } from "../identities/federation/checkPipelines";
import type { IdentityCatalogue } from "../identities/identity";
import { checkIdentities, identityCatalogueFile } from "../identities/validate";
import { roleCatalogue } from "./catalogue";
import type { Role } from "./role";
import { checkRoles, roleCatalogueFile } from "./validate";

/** What the program deploys: data, so that a test or another platform can bring its own. */
export interface Catalogues {
    readonly identities: IdentityCatalogue;
    readonly roles: readonly Role[];
}

/** This project's own, as they are written: not checked. */
export const ownCatalogues: Catalogues = { identities: identityCatalogue, roles: roleCatalogue };

/**
 * Catalogues as they were checked in an account, and every fault, below its file.
 *
 * @param given TypeScript is not type-checked when this runs, so they may be anything
 * @param trusted whose the issuers of pipelines and the providers of people are
 * @param stateAccountId account that has the identities
 */
export function checkCatalogues(
    given: Catalogues,
    scope: AccountScope,
    trusted?: TrustedIssuers,
    stateAccountId = scope.accountId,
): Catalogues & { readonly faults: readonly FileFaults[] } {
    const inRoles = checkRoles(given.roles, scope);
    const state = { ...scope, accountId: stateAccountId };
    const inIdentities = checkIdentities(given.identities, inRoles, state, trusted);
    return {
        identities: inIdentities.catalogue,
        roles: inRoles.roles,
        faults: [
            { file: identityCatalogueFile, faults: inIdentities.faults },
            { file: pipelineCatalogueFile, faults: inIdentities.pipelineFaults },
            { file: federatedPeopleFile, faults: inIdentities.groupFaults },
            { file: roleCatalogueFile, faults: inRoles.faults },
        ],
    };
}

/**
 * Catalogues that can be used without running the program.
 *
 * @param settings of the state stack
 * @throws ConfigError with every fault of both, each below its file
 */
export function checkedCatalogues(
    settings: Settings,
    given: Catalogues = ownCatalogues,
): Catalogues {
    const scope = scopeOf(settings, settings.stateAccount);
    const { identities, roles, faults } = checkCatalogues(given, scope, settings.trustedIssuers);
    const found = faults.filter((file) => file.faults.length > 0);
    if (found.length > 0) throw new ConfigError(settings.account.name, [], found);
    return { identities, roles };
}
