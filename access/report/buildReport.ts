import { hopsOf, isCertain } from "../paths/derivation";
import type { Derivation } from "../paths/derivation";
import { SearchLimit } from "../paths/searchLimit";
import { PathFinder } from "../paths/pathFinder";
import { accessGraphOf } from "../paths/accessGraph";
import { atOnce } from "../paths/turns";
import type { Turns } from "../paths/turns";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "../paths/nodes";
import type { Organization, TrustClass } from "../organization/organization";
import type { Hop } from "../paths/hop";
import {
    createdEntry,
    identitiesInOrder,
    identityEntry,
    roleEntry,
    rolesInOrder,
    trustClassOf,
} from "./entries";
import { isOpenToNonprod } from "../organization/environments";
import { instantiate } from "./instantiate";
import { limitsOf, searchLimits, searchLimitTexts, timeLimitTexts } from "./limits";
import type { SearchLimits, TimeLimit } from "./limits";
import { openIdentities } from "./openIdentities";
import { openLimits } from "./openLimits";
import type { Reach, Report, Takeover } from "./report";
import { verdictOf } from "./verdict";

export interface ReportOptions {
    /** Hops to exclude from every path. @default none */
    readonly isLeftOut?: (hop: Hop) => boolean;
    /** Of the searches. */
    readonly limits?: SearchLimits;
    /** Whether everything that is not evaluated and could matter makes the boundary unknown. @default false */
    readonly isStrict?: boolean;
    /** When the searches stop, finished or not. @default never */
    readonly time?: TimeLimit;
}

/** How much of a report is done: identities searched, of all. */
export interface ReportProgress {
    readonly done: number;
    readonly of: number;
}

/**
 * Who reaches what in an organization, and whether the environment boundary holds.
 *
 * @param isLeftOut hops to exclude from every path
 * @param limits of the searches
 * @param isStrict whether everything that is not evaluated and could matter makes the boundary unknown
 */
export const buildReport = (
    organization: Organization,
    isLeftOut?: (hop: Hop) => boolean,
    limits: SearchLimits = searchLimits,
    isStrict = false,
): Report =>
    atOnce(
        buildReportInTurns(organization, {
            ...(isLeftOut === undefined ? {} : { isLeftOut }),
            limits,
            isStrict,
        }),
    );

/** As `buildReport`, yielding often, with what is done so far. */
export function* buildReportInTurns(
    organization: Organization,
    options: ReportOptions,
): Turns<Report, ReportProgress> {
    const { leftOut } = organization;
    const report = yield* reportOnThere(organization, options);
    if (leftOut === undefined) return report;
    return instantiate(report, leftOut) ?? (yield* reportOnThere(leftOut.whole(), options));
}

/** The report on the accounts that are there. */
function* reportOnThere(
    organization: Organization,
    { isLeftOut, limits = searchLimits, isStrict = false, time }: ReportOptions,
): Turns<Report, ReportProgress> {
    const graph = accessGraphOf(organization);
    const finder = new PathFinder(graph, isLeftOut);
    const reachOf = new Map<PrincipalNode, Reach[]>();
    const crossings: Found<Reach>[] = [];
    const takeovers: Found<Takeover>[] = [];
    const unfinished = new Set<PrincipalNode>();
    const outOfTime = new Set<PrincipalNode>();
    const undecided = { bySearchLimit: 0, byTimeLimit: 0 };

    const identities = identitiesInOrder(graph);
    const prodIdentities = identities.filter((node) => trustClassOf(node) === "prod");
    const roles = rolesInOrder(graph);
    const closedAccounts = new Set(
        [...graph.accountNodes.values()].filter(
            ({ account }) => !isOpenToNonprod(account.environment),
        ),
    );
    const controlled = new Set<Node>();
    const withCreated = new Set<AccountNode>();
    const forbidden = [...roles.filter(isOutsideNonprod), ...prodIdentities];
    const goals = {
        nonprod: new Set<Node>([...roles, ...prodIdentities]),
        prod: new Set<Node>(roles),
    };
    const budgets = {
        nonprod: new SearchLimit(limits.nonprod, time?.isUp),
        prod: new SearchLimit(limits.prod, time?.isUp),
    };
    let done = 0;
    for (const identity of nonprodFirst(identities)) {
        const trustClass = trustClassOf(identity);
        const isNonprod = trustClass === "nonprod";
        const search = finder.searchInTurns(
            identity,
            goals[trustClass],
            budgets[trustClass],
            isNonprod ? closedAccounts : undefined,
        );
        let turn = search.next();
        for (; turn.done !== true; turn = search.next()) yield { done, of: identities.length };
        const { reached, isFinished, isOutOfTime, created } = turn.value;
        done += 1;
        const reach: Reach[] = [];
        reachOf.set(identity, reach);
        if (isNonprod) {
            for (const node of graph.nodes) {
                if (reached[node.index] !== undefined) controlled.add(node);
            }
        }
        for (const role of roles) {
            const by = reached[role.index];
            if (by === undefined) continue;
            const entry = { identity: identity.arn, role: role.arn, hops: hopsOf(by) };
            reach.push(entry);
            if (isNonprod && isOutsideNonprod(role)) crossings.push({ entry, by });
        }
        for (const other of isNonprod ? prodIdentities : []) {
            const by = reached[other.index];
            if (by === undefined) continue;
            const entry = { identity: identity.arn, becomes: other.arn, hops: hopsOf(by) };
            takeovers.push({ entry, by });
        }
        const isReached = ({ index }: Node): boolean => reached[index] !== undefined;
        // Where nothing else outside nonprod is reached, what is created is.
        for (const [accountNode, by] of firstOfEach(created)) {
            if (forbidden.some((node) => node.accountNode === accountNode && isReached(node)))
                continue;
            const role = createdEntry(accountNode).arn;
            const entry = { identity: identity.arn, role, hops: hopsOf(by) };
            withCreated.add(accountNode);
            reach.push(entry);
            crossings.push({ entry, by });
        }
        if (isFinished) continue;
        unfinished.add(identity);
        if (isOutOfTime) outOfTime.add(identity);
        const mayCreate = forbidden.length === 0 && closedAccounts.size > 0;
        if (isNonprod && (mayCreate || !forbidden.every(isReached)))
            undecided[isOutOfTime ? "byTimeLimit" : "bySearchLimit"] += 1;
    }
    const paths = [...crossings, ...takeovers];
    const certainPaths = paths.filter(({ by }) => isCertain(by)).length;
    const verdict = verdictOf({
        certainPaths,
        uncertainPaths: paths.length - certainPaths,
        unfinishedSearches: undecided.bySearchLimit,
        outOfTime: undecided.byTimeLimit,
        openLimits: isStrict ? openLimits(organization, graph, controlled).length : 0,
        openIdentities: openIdentities(graph).length,
        unread: organization.unread,
    });
    // What was not read may open further paths to every identity.
    const isUnfinished = (node: PrincipalNode): boolean =>
        unfinished.has(node) || organization.unread.length > 0;
    const stoppedByLimit = (trustClass: TrustClass): number =>
        identities.filter(
            (node) =>
                trustClassOf(node) === trustClass && unfinished.has(node) && !outOfTime.has(node),
        ).length;
    return {
        version: 2,
        boundary: verdict.boundary,
        verdict,
        accounts: organization.accounts.map(({ id, name, environment }) => ({
            id,
            name,
            environment,
        })),
        identities: identities.map(identityEntry),
        roles: [...roles.map(roleEntry), ...[...withCreated].map(createdEntry)],
        reach: identities.flatMap((identity) => reachOf.get(identity) ?? []),
        crossings: shortestFirst(crossings),
        takeovers: shortestFirst(takeovers),
        unfinishedSearches: identities.filter(isUnfinished).map(({ arn }) => arn),
        limits: [
            ...(time === undefined
                ? []
                : timeLimitTexts(
                      time.seconds,
                      identities.map(trustClassOf),
                      [...outOfTime].map(trustClassOf),
                  )),
            ...searchLimitTexts("nonprod", stoppedByLimit("nonprod"), limits.nonprod),
            ...searchLimitTexts("prod", stoppedByLimit("prod"), limits.prod),
            ...openIdentities(graph),
            ...limitsOf(organization, graph, controlled),
        ],
    };
}

/** The first principal created in each account: what may be created there is one target, whatever its name. */
function firstOfEach(
    created: readonly (readonly [CreatedNode, Derivation])[],
): ReadonlyMap<AccountNode, Derivation> {
    const first = new Map<AccountNode, Derivation>();
    for (const [{ accountNode }, by] of created) {
        if (!first.has(accountNode)) first.set(accountNode, by);
    }
    return first;
}

/** The boundary depends on nonprod identities, so they come first, in case the time is up. */
const nonprodFirst = (identities: readonly PrincipalNode[]): readonly PrincipalNode[] => {
    const isNonprod = (node: PrincipalNode): boolean => trustClassOf(node) === "nonprod";
    return [
        ...identities.filter(isNonprod),
        ...identities.filter((identity) => !isNonprod(identity)),
    ];
};

/** A path of the report, and how it was derived. */
interface Found<T> {
    readonly entry: T;
    readonly by: Derivation;
}

const isOutsideNonprod = ({ accountNode }: PrincipalNode): boolean =>
    !isOpenToNonprod(accountNode.account.environment);

const shortestFirst = <T>(found: readonly Found<T>[]): readonly T[] =>
    [...found].sort((a, b) => a.by.cost - b.by.cost).map(({ entry }) => entry);
