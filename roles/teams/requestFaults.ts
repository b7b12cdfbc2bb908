import { issuerOf } from "../../identities/federation/issuers";
import { originOf } from "../../identities/federation/origin";
import type { Identity } from "../../identities/identity";
import type { Account } from "../../platform/accounts";
import { reaches } from "../../platform/environments";
import type { Fault } from "../../platform/fault";
import { quote } from "../../platform/quote";
import { teamOf } from "../../platform/teams";
import type { Team } from "../../platform/teams";
import { permissionFaults } from "./permissionFaults";
import { mayNotAdd } from "./teamRequest";
import type { PipelineRequest, RoleRequest, TeamRequest } from "./teamRequest";

/** What requests are judged against. */
export interface RequestContext {
    readonly teams: readonly Team[];
    readonly accounts: readonly Account[];
    readonly partition: string;
    /** Names, without the prefix, of what is the platform's own, each with the file that it is in. */
    readonly platform: ReadonlyMap<string, string>;
    /** Identities that teams ask for, by name. */
    readonly identities: ReadonlyMap<string, Identity>;
}

const settings = (team: Team, key: string): string => `teams.${team.name}.${key} in Pulumi.yaml`;

/**
 * Why a team may not add what it asks for.
 *
 * @param fault receives each fault: team, what, value, bound, next step
 */
export function requestFaults(
    request: TeamRequest,
    team: Team,
    context: RequestContext,
    fault: Fault,
): void {
    const { name, asks } = request;
    const refuse = (reason: string, where = ""): void => {
        fault(`${mayNotAdd(team.name, asks.kind, name)}${where}: ${reason}`);
    };
    const foreign = whoseName(name, team, context);
    if (foreign !== undefined) {
        refuse(
            `the name is ${foreign}; begin it with ${quote(team.namePrefix)} (${settings(team, "namePrefix")})`,
        );
    }
    if (asks.kind === "role") {
        roleFaults(asks, team, context, refuse);
        return;
    }
    const { trustClass, roles = [] } = asks.kind === "pipeline" ? asks.pipeline : asks;
    if (trustClass === "prod" && team.trustClass === "nonprod") {
        refuse(
            `trustClass is "prod"; must be nonprod, as the team's (${settings(team, "trustClass")})`,
        );
    }
    for (const role of roles.filter((one) => !team.catalogueRoles.includes(one))) {
        const owner = whoseName(role, team, context);
        refuse(
            owner === undefined
                ? `roles has ${quote(role)}, which is the team's own; name the identity in assumableBy of that role instead`
                : `roles has ${quote(role)}, which is ${owner}; ${oneOf(team.catalogueRoles)} (${settings(team, "catalogueRoles")})`,
        );
    }
    if (asks.kind === "pipeline") pipelineFaults(asks, team, context, refuse);
    else if (!team.serviceAccounts) {
        refuse(
            `it would have static access keys, which the team may not have (${settings(team, "serviceAccounts")}); add a pipeline, which has none`,
        );
    }
}

type Refuse = (reason: string, where?: string) => void;

/** Whose a name is, if it isn't the team's, as the end of "is". */
function whoseName(
    name: string,
    team: Team,
    { teams, platform }: Pick<RequestContext, "teams" | "platform">,
): string | undefined {
    const owner = teamOf(teams, name);
    if (owner?.name === team.name) return undefined;
    if (owner !== undefined) return `team ${quote(owner.name)}'s`;
    const file = [...platform].find(([its]) => its.toLowerCase() === name.toLowerCase())?.[1];
    return file === undefined ? "not the team's" : `the platform's (${file})`;
}

function roleFaults(asks: RoleRequest, team: Team, context: RequestContext, refuse: Refuse): void {
    if (team.boundary.length === 0) {
        refuse(
            `it may add no role, since it has no boundary (${settings(team, "boundary")}); ask the platform team for one`,
        );
        return;
    }
    for (const [account, assuming] of Object.entries(asks.assumableBy)) {
        assumingFaults(account, assuming, team, context, refuse);
    }
    const all = Object.values(asks.assumableBy);
    if (new Set(all.map((one) => (typeof one === "string" ? one : "identities"))).size > 1) {
        refuse(
            "assumableBy has identities in one account and a service in another, or two services; make a role for each",
        );
    }
    if (
        asks.maxSessionDuration !== undefined &&
        asks.maxSessionDuration > team.maxSessionDuration
    ) {
        refuse(
            `maxSessionDuration is ${asks.maxSessionDuration}; must be at most ${team.maxSessionDuration} (seconds; ${settings(team, "maxSessionDuration")})`,
        );
    }
    permissionFaults(asks.permissions, team, refuse);
}

function assumingFaults(
    name: string,
    assuming: RoleRequest["assumableBy"][string],
    team: Team,
    context: RequestContext,
    refuse: Refuse,
): void {
    const account = context.accounts.find((one) => one.name === name);
    const where = ` in account ${name}${account === undefined ? "" : ` (${account.id}, environment ${account.environment})`}`;
    if (!team.accounts.includes(name)) {
        refuse(
            `the team has ${team.accounts.join(", ")} alone (${settings(team, "accounts")})`,
            where,
        );
    }
    if (typeof assuming === "string") {
        if (!team.services.includes(assuming)) {
            refuse(
                `assumableBy is the service ${quote(assuming)}; list identities of the team; of services ${oneOf(team.services)} (${settings(team, "services")})`,
                where,
            );
        }
        return;
    }
    for (const one of assuming) {
        const owner = whoseName(one, team, context);
        const identity = context.identities.get(one);
        if (owner !== undefined || identity === undefined) {
            refuse(
                `assumableBy has ${quote(one)}, which is ${owner ?? "no identity"}; must be identities that the team adds (teams/${team.name}/pipelines/NAME.yaml)`,
                where,
            );
        } else if (account !== undefined && !reaches(identity.trustClass, account.environment)) {
            refuse(
                `assumableBy has ${quote(one)} of class ${identity.trustClass}, which doesn't reach production; name an identity of class prod`,
                where,
            );
        }
    }
}

function pipelineFaults(
    { pipeline }: PipelineRequest,
    team: Team,
    { partition }: RequestContext,
    refuse: Refuse,
): void {
    const { address } = issuerOf(pipeline, partition);
    const origin = originOf(pipeline);
    const known = Object.hasOwn(team.pipelines, address) ? (team.pipelines[address] ?? []) : [];
    if (!known.includes(origin)) {
        refuse(
            `it runs in ${quote(origin)} at ${address}; ${oneOf(known)} (${settings(team, "pipelines")})`,
        );
    }
}

const oneOf = (list: readonly string[]): string =>
    list.length === 0 ? "it may have none" : `it may have ${list.join(", ")} alone`;
