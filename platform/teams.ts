import * as v from "valibot";

import type { Account } from "./accounts";
import { isOpenToNonprod } from "./environments";
import type { Fault } from "./fault";
import { trustClasses } from "./naming";
import type { TrustClass } from "./naming";
import { didYouMean } from "./nearest";
import { quote } from "./quote";
import { check, mapOf, must, oneOf, strict, text } from "./schema";
import { issuerAddress } from "./trustedIssuers";

/** What a team may add by itself, as Pulumi.yaml says (docs/self-serve.md). All that isn't here is the platform's. */
export interface Team {
    /** Name of its folder in `teams/`, e.g. `payments`. */
    readonly name: string;
    /** Who reviews what it adds: users and teams as CODEOWNERS has them, e.g. `@acme/payments`. At least one. */
    readonly owners: readonly string[];
    /** What the names of its roles and identities begin with, after the platform's prefix, e.g. `Payments`. */
    readonly namePrefix: string;
    /** Highest class of its identities. */
    readonly trustClass: TrustClass;
    /** Names of the accounts that its roles may be in. At least one, never that of the identities. */
    readonly accounts: readonly string[];
    /** Actions that its roles can do at most, e.g. `s3:*`. None: it may add no role. */
    readonly boundary: readonly string[];
    /** Longest session of its roles, in seconds. */
    readonly maxSessionDuration: number;
    /** AWS services that may assume its roles, beside its own identities. */
    readonly services: readonly string[];
    /** Whether it may add service accounts, which have access keys. */
    readonly serviceAccounts: boolean;
    /** Where its pipelines may run, by the issuer's address, e.g. repositories `acme/payments-api`. None: it may add no pipeline. */
    readonly pipelines: Readonly<Record<string, readonly string[]>>;
    /** Names, without the prefix, of the catalogue's roles that its identities may assume, too. */
    readonly catalogueRoles: readonly string[];
}

const hour = 3600;

/** Services by which access itself is given: a team's role uses none of them. `iam:PassRole` of its own roles is in every boundary. */
export const accessServices: readonly string[] = [
    "account",
    "iam",
    "identitystore",
    "organizations",
    "rolesanywhere",
    "sso",
    "sso-directory",
    "sts",
];

/** Names of the platform's own groups, policies and roles, beside those of the catalogues. */
const reserved = [
    "BreakGlass",
    "PermissionsBoundary",
    "PipelineBoundary",
    ...["Nonprod", "Prod"].flatMap((name) =>
        ["BreakGlass", "Person", "ServiceAccount"].map((kind) => `${name}${kind}Group`),
    ),
];

const seconds = must("3600 to 43200 (seconds)");
const listOf = <Item extends v.GenericSchema>(item: Item, what: string) =>
    v.pipe(v.array(item, must(`a list of ${what}`)), v.nonEmpty(`is empty; list ${what}`));
const action = v.pipe(
    text(
        /^[a-z0-9-]+:[A-Za-z0-9*?]+$/,
        "an action, <service>:<name>, which may have wildcards in its name, e.g. s3:*",
    ),
    v.check(
        (one) => !accessServices.includes(one.split(":")[0] ?? ""),
        ({ input }) =>
            `is ${quote(input)}; access is given by the platform alone, so no boundary of a team has ${accessServices.join(", ")}`,
    ),
);

const teamSchema = strict("a team", {
    owners: listOf(
        text(
            /^(?:@[\w-]+(?:\/[\w.-]+)?|[^\s@#]+@[^\s@#]+\.[^\s@#]+)$/,
            "a user, a team or an e-mail address, as CODEOWNERS has them, e.g. @acme/payments",
        ),
        "owners, e.g. @acme/payments",
    ),
    namePrefix: text(
        /^[A-Z][A-Za-z0-9]{2,23}$/,
        "3 to 24 letters and digits, an upper-case letter first",
    ),
    trustClass: oneOf(trustClasses),
    accounts: listOf(v.string(must("text")), "names of accounts"),
    boundary: v.exactOptional(listOf(action, "actions, e.g. s3:*")),
    maxSessionDuration: v.exactOptional(
        v.pipe(
            v.number(seconds),
            v.integer(seconds),
            v.minValue(hour, seconds),
            v.maxValue(43200, seconds),
        ),
    ),
    services: v.exactOptional(
        listOf(v.literal("pods.eks.amazonaws.com", must("pods.eks.amazonaws.com")), "services"),
    ),
    serviceAccounts: v.exactOptional(
        v.literal(true, must("true; leave it out where no access key is allowed")),
    ),
    pipelines: v.exactOptional(
        mapOf("map addresses of issuers to repositories", (address) =>
            issuerAddress.test(address)
                ? listOf(
                      text(
                          /^(?! )(?:(?![*?$])[ -~]){1,300}(?<! )$/,
                          "a whole repository, without wildcards, e.g. acme/payments-api",
                      ),
                      "repositories, e.g. acme/payments-api",
                  )
                : "is no issuer's address; it has no https://, e.g. gitlab.com",
        ),
    ),
    catalogueRoles: v.exactOptional(listOf(v.string(must("text")), "names of roles")),
});

// The name is that of a folder, and of nothing else there.
const teamName = /^[a-z][a-z0-9-]{0,38}$/;

/**
 * The teams of a platform, sorted by name.
 *
 * @param value of `teams`, as it was read
 * @param accounts the registry
 * @param fault receives each fault: where, the value, the bound
 */
export function parseTeams(
    value: unknown,
    accounts: readonly Account[],
    fault: Fault,
): readonly Team[] {
    if (value === undefined) return [];
    const schema = mapOf("map names of teams to what they may add", (name) =>
        teamName.test(name)
            ? teamSchema
            : "is no name of a team; it has 1 to 39 lower-case letters, digits and -, a letter first",
    );
    const given = Object.entries(check(schema, value, "teams", fault) ?? {});
    const teams = given
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, team]): Team => ({
            name,
            ...team,
            accounts: sorted(team.accounts),
            boundary: sorted(team.boundary),
            maxSessionDuration: team.maxSessionDuration ?? hour,
            services: sorted(team.services),
            serviceAccounts: team.serviceAccounts ?? false,
            pipelines: team.pipelines ?? {},
            catalogueRoles: sorted(team.catalogueRoles),
        }));
    for (const team of teams) {
        accountFaults(team, accounts, fault);
        prefixFaults(team, teams, fault);
    }
    return teams;
}

const sorted = (list: readonly string[] = []): readonly string[] => [...new Set(list)].sort();

function accountFaults(
    { name, trustClass, accounts: its }: Team,
    accounts: readonly Account[],
    fault: Fault,
): void {
    const known = accounts.map((account) => account.name);
    for (const one of its) {
        const at = `teams.${name}.accounts has ${quote(one)}`;
        const account = accounts.find((candidate) => candidate.name === one);
        if (account === undefined) {
            fault(
                `${at}, which is no account of the registry (${known.join(", ")})${didYouMean(one, known)}`,
            );
        } else if (account.environment === "state") {
            fault(`${at}, which holds the identities; no team's role may be there: remove it`);
        } else if (trustClass === "nonprod" && !isOpenToNonprod(account.environment)) {
            fault(
                `${at}, which is production (environment ${account.environment}), and the team is of class nonprod; remove it, or make trustClass prod`,
            );
        }
    }
}

/** A name belongs to one team, or to the platform. */
function prefixFaults(team: Team, teams: readonly Team[], fault: Fault): void {
    const own = team.namePrefix.toLowerCase();
    const at = `teams.${team.name}.namePrefix is ${quote(team.namePrefix)}`;
    const word = reserved.find((one) => one.toLowerCase().startsWith(own));
    if (word !== undefined) {
        fault(`${at}, and the platform's own ${word} begins with it; take another one`);
    }
    for (const other of teams.filter(({ name }) => name < team.name)) {
        if (meets(own, other.namePrefix.toLowerCase())) {
            fault(
                `${at}, and that of team ${quote(other.name)} is ${quote(other.namePrefix)}; a name would belong to both: none may begin with the other`,
            );
        }
    }
}

const meets = (one: string, other: string): boolean =>
    one.startsWith(other) || other.startsWith(one);

/** The team that a name belongs to; IAM's names are not case-sensitive. @param name without the platform's prefix */
export const teamOf = (teams: readonly Team[], name: string): Team | undefined =>
    teams.find(({ namePrefix }) => name.toLowerCase().startsWith(namePrefix.toLowerCase()));
