import type { Identity, Pipeline } from "../../identities/identity";
import type { FileFaults } from "../../platform/config";
import type { AccountScope } from "../../platform/naming";
import type { PolicyStatement } from "../../platform/policyDocument";
import { policyLength } from "../../platform/policyDocument";
import { quote } from "../../platform/quote";
import { teamOf } from "../../platform/teams";
import type { Team } from "../../platform/teams";
import type { Role, TrustedService } from "../role";
import { requestFaults } from "./requestFaults";
import type { RequestContext } from "./requestFaults";
import { teamBoundary } from "./teamBoundary";
import type { TeamFile } from "./teamFiles";
import { identityOf, mayNotAdd, readRequest } from "./teamRequest";
import type { RoleRequest, TeamRequest } from "./teamRequest";

/** What teams ask for, checked against what they may; of no use to a program while there are faults. */
export interface CheckedTeams {
    /** Each with the file that asks for it. Their statements are as they were written. */
    readonly roles: readonly { readonly file: string; readonly role: Role }[];
    readonly serviceAccounts: readonly { readonly file: string; readonly identity: Identity }[];
    readonly pipelines: readonly { readonly file: string; readonly identity: Pipeline }[];
    readonly faults: readonly FileFaults[];
}

/** Longest managed policy, in characters. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestPolicy = 6_144;

/**
 * Reads what teams ask for, and refuses by name what they may not add.
 *
 * @param files of the teams' folders
 * @param platform names of the platform's own roles and identities, each with its file
 * @param assumable names of the catalogue's roles that identities assume
 */
export function checkTeams(
    files: readonly TeamFile[],
    scope: AccountScope,
    {
        teams,
        accounts,
        platform,
        assumable,
    }: Pick<RequestContext, "teams" | "accounts" | "platform"> & {
        readonly assumable: readonly string[];
    },
): CheckedTeams {
    const faultsOf = new Map<string, string[]>();
    const faultIn = (file: string) => (text: string) => {
        faultsOf.set(file, [...(faultsOf.get(file) ?? []), text]);
    };
    // Of a team whose scope is at fault, nothing can be said.
    const sound = teams.filter((team) => {
        const found = scopeFaults(team, scope, platform, assumable);
        found.forEach(faultIn("Pulumi.yaml"));
        return found.length === 0;
    });
    const read = files.flatMap((one): readonly Asked[] => {
        const request = readRequest(one, faultIn(one.file));
        if (request === undefined) return [];
        const team = sound.find(({ name }) => name === request.team);
        if (team !== undefined) return [{ request, team }];
        if (!teams.some(({ name }) => name === request.team)) {
            faultIn(one.file)(
                `there is no team ${quote(request.team)}; it is added to teams in Pulumi.yaml first`,
            );
        }
        return [];
    });
    const isAllRead = files.every(({ file }) => !faultsOf.has(file));
    const identities = new Map(
        read.flatMap(({ request }) => {
            const identity = identityOf(request);
            return identity === undefined ? [] : [[request.name, identity] as const];
        }),
    );
    const context = { teams, accounts, partition: scope.partition, platform, identities };
    for (const { request, team } of read) {
        requestFaults(request, team, context, faultIn(request.file));
    }

    const roles = read.flatMap(({ request: { file, name, asks } }) =>
        asks.kind === "role" ? [{ file, role: roleOf(name, asks) }] : [],
    );
    /** With the roles that it may assume; an identity with none is left out. */
    const named = <One extends Identity>({ request, team }: Asked, identity: One): One[] => {
        const its = read.flatMap(({ request: { name, asks } }) =>
            asks.kind === "role" ? rolesNaming(identity.name, name, asks) : [],
        );
        const { roles: further = [] } = identity;
        // A file that couldn't be read may have named it.
        if (its.length + further.length === 0 && isAllRead) {
            faultIn(request.file)(
                `${mayNotAdd(team.name, request.asks.kind, identity.name)}: it may assume nothing; name it in assumableBy of a role of the team, or give it roles`,
            );
        }
        const all = [...its, ...further.filter((one) => team.catalogueRoles.includes(one))];
        return all.length === 0 ? [] : [{ ...identity, roles: all }];
    };
    return {
        roles,
        serviceAccounts: read.flatMap((asked) => {
            const { file, asks } = asked.request;
            const identity = identityOf(asked.request);
            if (asks.kind !== "service account" || identity === undefined) return [];
            return named(asked, identity).map((one) => ({ file, identity: one }));
        }),
        pipelines: read.flatMap((asked) => {
            const { file, asks } = asked.request;
            if (asks.kind !== "pipeline") return [];
            return named(asked, asks.pipeline).map((one) => ({ file, identity: one }));
        }),
        faults: [...faultsOf].map(([file, faults]) => ({ file, faults })),
    };
}

interface Asked {
    readonly request: TeamRequest;
    readonly team: Team;
}

/** Faults of a team's scope beside the catalogues. */
function scopeFaults(
    team: Team,
    scope: AccountScope,
    platform: ReadonlyMap<string, string>,
    assumable: readonly string[],
): readonly string[] {
    const at = `teams.${team.name}`;
    const length = policyLength(teamBoundary(scope, team));
    return [
        ...[...platform]
            .filter(([name]) => teamOf([team], name) !== undefined)
            .map(
                ([name, file]) =>
                    `${at}.namePrefix is ${quote(team.namePrefix)}, and ${quote(name)} of ${file} begins with it; take another one`,
            ),
        ...team.catalogueRoles
            .filter((one) => !assumable.includes(one))
            .map(
                (role) =>
                    `${at}.catalogueRoles has ${quote(role)}, which is no role of the catalogue that identities assume (${assumable.join(", ")})`,
            ),
        ...(length <= longestPolicy
            ? []
            : [
                  `${at}.boundary makes a permissions boundary of ${length} characters; at most ${longestPolicy}: list fewer actions, e.g. s3:* for all of a service`,
              ]),
    ];
}

/** Roles as an identity names them that a request names it for, e.g. `PaymentsDeployRole@nonprod`. */
const rolesNaming = (identity: string, role: string, asks: RoleRequest): readonly string[] =>
    Object.entries(asks.assumableBy)
        .filter(([, assuming]) => typeof assuming !== "string" && assuming.includes(identity))
        .map(([account]) => `${role}@${account}`);

function roleOf(name: string, asks: RoleRequest): Role {
    const [first] = Object.values(asks.assumableBy);
    return {
        name,
        description: asks.description,
        assumableBy: typeof first === "string" ? (first as TrustedService) : "namedIdentities",
        accounts: Object.keys(asks.assumableBy).sort(),
        ...(asks.maxSessionDuration === undefined
            ? {}
            : { maxSessionDuration: asks.maxSessionDuration }),
        // Checked as every role's are.
        permissions: (scope) =>
            asks.permissions.map((statement) => filled(statement, scope)) as PolicyStatement[],
    };
}

/** A value with the account's own in the place of `{partition}`, `{accountId}` and `{prefix}`. */
function filled(value: unknown, scope: AccountScope): unknown {
    if (typeof value === "string") {
        return value.replace(
            /(?<!\$)\{(partition|accountId|prefix)\}/g,
            (_, key: "partition" | "accountId" | "prefix") => scope[key],
        );
    }
    if (Array.isArray(value)) return value.map((item) => filled(item, scope));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, scope)]));
}
