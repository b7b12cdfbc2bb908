import { ConfigError, scopeOf } from "../platform/config";
import type { FileFaults, Settings, SharedParts } from "../platform/config";
import { isObject } from "../platform/isObject";
import type { AccountScope } from "../platform/naming";
import { identityCatalogue } from "../identities/catalogue";
import { federatedPeopleFile } from "../identities/federation/checkFederatedGroups";
import { pipelineCatalogueFile } from "../identities/federation/checkPipelines";
import type { IdentityCatalogue } from "../identities/identity";
import { checkIdentities, identityCatalogueFile } from "../identities/validate";
import { roleCatalogue } from "./catalogue";
import type { Role } from "./role";
import { checkTeams } from "./teams/checkTeams";
import type { CheckedTeams } from "./teams/checkTeams";
import { projectRoot, readTeamFiles } from "./teams/teamFiles";
import type { TeamFile } from "./teams/teamFiles";
import { checkRoles, roleCatalogueFile } from "./validate";
import type { CheckedRoles } from "./validate";

/** What the program deploys: data, so that a test or another platform can bring its own. */
export interface Catalogues {
    readonly identities: IdentityCatalogue;
    readonly roles: readonly Role[];
    /**
     * What teams ask for.
     *
     * @default nothing
     */
    readonly teamFiles?: readonly TeamFile[];
}

/** This project's own, as they are written: not checked. */
export const ownCatalogues: Catalogues = {
    identities: identityCatalogue,
    roles: roleCatalogue,
    // Read when they are asked for: a process may run on while files change.
    get teamFiles() {
        const root = projectRoot(__dirname);
        return root === undefined ? [] : readTeamFiles(root);
    },
};

/**
 * Catalogues as they were checked in an account, what teams add among them, and every fault, below its file.
 *
 * @param given TypeScript is not type-checked when this runs, so they may be anything
 * @param shared what they are checked against
 */
export function checkCatalogues(
    given: Catalogues,
    scope: AccountScope,
    { stateAccountId, trustedIssuers, teams, accounts, identityCenter }: SharedParts,
): Pick<Catalogues, "identities" | "roles"> & { readonly faults: readonly FileFaults[] } {
    const inRoles = checkRoles(given.roles, scope);
    const platform = namesOf(given, inRoles);
    const ofTeams = checkTeams(teams === undefined ? [] : (given.teamFiles ?? []), scope, {
        teams: teams ?? [],
        accounts,
        platform,
        assumable: inRoles.assumable,
    });
    const teamRoles = ofTeams.roles.map(({ file, role }) => ({
        file,
        role,
        checked: checkRoles([role], scope),
    }));
    const inIdentities = checkIdentities(
        withTeams(given.identities, ofTeams),
        {
            ...inRoles,
            assumable: [
                ...inRoles.assumable,
                ...ofTeams.roles.flatMap(({ role: { name, accounts: its = [] } }) =>
                    its.map((account) => `${name}@${account}`),
                ),
            ],
            all: [...inRoles.all, ...ofTeams.roles.map(({ role }) => role.name)],
        },
        { ...scope, accountId: stateAccountId },
        trustedIssuers,
        identityCenter,
    );
    const ofTeam = fileOf(ofTeams);
    return {
        identities: inIdentities.catalogue,
        roles: [...inRoles.roles, ...teamRoles.flatMap(({ checked }) => checked.roles)],
        faults: [
            ...grouped(identityCatalogueFile, inIdentities.faults, ofTeam),
            ...grouped(pipelineCatalogueFile, inIdentities.pipelineFaults, ofTeam),
            { file: federatedPeopleFile, faults: inIdentities.groupFaults },
            { file: roleCatalogueFile, faults: inRoles.faults },
            ...ofTeams.faults,
            ...teamRoles.map(({ file, checked: { faults } }) => ({ file, faults })),
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
): Pick<Catalogues, "identities" | "roles"> {
    const scope = scopeOf(settings, settings.stateAccount);
    const { identities, roles, faults } = checkCatalogues(given, scope, {
        ...settings,
        stateAccountId: settings.stateAccount.id,
    });
    const found = faults.filter((file) => file.faults.length > 0);
    if (found.length > 0) throw new ConfigError(settings.account.name, [], found);
    return { identities, roles };
}

/** The platform's own names, each with the file that it is in. */
function namesOf({ identities }: Catalogues, { all }: CheckedRoles): ReadonlyMap<string, string> {
    const lists: unknown = identities;
    const namesIn = (key: keyof IdentityCatalogue): readonly string[] =>
        (isObject(lists) && Array.isArray(lists[key]) ? (lists[key] as unknown[]) : []).flatMap(
            (entry) =>
                isObject(entry) && typeof entry["name"] === "string" ? [entry["name"]] : [],
        );
    return new Map([
        ...all.map((name) => [name, roleCatalogueFile] as const),
        ...[...namesIn("serviceAccounts"), ...namesIn("people")].map(
            (name) => [name, identityCatalogueFile] as const,
        ),
        ...namesIn("pipelines").map((name) => [name, pipelineCatalogueFile] as const),
        ...namesIn("federatedGroups").map((name) => [name, federatedPeopleFile] as const),
    ]);
}

/** The identity catalogue with what teams add; one that has no lists is left for its own check. */
function withTeams(
    given: IdentityCatalogue,
    { serviceAccounts, pipelines }: CheckedTeams,
): IdentityCatalogue {
    const its: unknown = given;
    if (!isObject(its) || serviceAccounts.length + pipelines.length === 0) return given;
    const listed = (key: string): readonly unknown[] =>
        Array.isArray(its[key]) ? (its[key] as unknown[]) : [];
    return {
        ...given,
        serviceAccounts: [
            ...listed("serviceAccounts"),
            ...serviceAccounts.map(({ identity }) => identity),
        ] as IdentityCatalogue["serviceAccounts"],
        pipelines: [
            ...listed("pipelines"),
            ...pipelines.map(({ identity }) => identity),
        ] as NonNullable<IdentityCatalogue["pipelines"]>,
    };
}

/** The team's file that a fault is about, by the identity that it begins with. */
const fileOf =
    ({ serviceAccounts, pipelines }: CheckedTeams) =>
    (fault: string): string | undefined =>
        [
            ...serviceAccounts.map(({ file, identity }) => ({
                file,
                start: `identity "${identity.name}"`,
            })),
            ...pipelines.map(({ file, identity }) => ({
                file,
                start: `pipeline "${identity.name}"`,
            })),
        ].find(({ start }) => fault.startsWith(start))?.file;

/** Faults of a file, and those of teams' files that were found with them. */
function grouped(
    file: string,
    faults: readonly string[],
    ofTeam: (fault: string) => string | undefined,
): readonly FileFaults[] {
    const files = new Set(faults.map((fault) => ofTeam(fault) ?? file));
    return [...files].map((one) => ({
        file: one,
        faults: faults.filter((fault) => (ofTeam(fault) ?? file) === one),
    }));
}
