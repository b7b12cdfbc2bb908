import { isCertain } from "../paths/derivation";
import { SearchLimit } from "../paths/searchLimit";
import { PathFinder } from "../paths/pathFinder";
import { accessGraphOf } from "../paths/accessGraph";
import { interchangeabilityKey } from "../paths/interchangeableUsers";
import { atOnce } from "../paths/turns";
import type { Turns } from "../paths/turns";
import type { Node, PrincipalNode } from "../paths/nodes";
import type { Organization, TrustClass } from "../organization/organization";
import type { Hop } from "../paths/hop";
import { createdEntry, identitiesInOrder, identityEntry, roleEntry, trustClassOf } from "./entries";
import { findingsOf } from "./findings";
import type { Findings, Found } from "./findings";
import { instantiate } from "./instantiate";
import { limitsOf, searchLimits, searchLimitTexts, timeLimitTexts } from "./limits";
import type { SearchLimits, TimeLimit } from "./limits";
import { openIdentities } from "./openIdentities";
import { openLimits } from "./openLimits";
import type { Report } from "./report";
import { findingsIn, targetsOf } from "./targets";
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
    const identities = identitiesInOrder(graph);
    const targets = targetsOf(graph, identities);
    const budgets = {
        nonprod: new SearchLimit(limits.nonprod, time?.isUp),
        prod: new SearchLimit(limits.prod, time?.isUp),
    };
    const { roles } = targets;
    const controlled = new Set<Node>();
    const found = new Map<PrincipalNode, Findings>();
    /** By trust class and `interchangeabilityKey`, what all such identities have. */
    const ofAlike = new Map<string, Findings>();
    for (const identity of nonprodFirst(identities)) {
        const trustClass = trustClassOf(identity);
        const key = `${trustClass} ${interchangeabilityKey(identity, graph) ?? identity.arn}`;
        const alike = ofAlike.get(key);
        if (alike !== undefined) {
            found.set(identity, findingsOf(identity, alike));
            if (trustClass === "nonprod") controlled.add(identity);
            continue;
        }
        const search = finder.searchInTurns(
            identity,
            targets.goals[trustClass],
            budgets[trustClass],
            trustClass === "nonprod" ? targets.closedAccounts : undefined,
        );
        let turn = search.next();
        for (; turn.done !== true; turn = search.next()) {
            yield { done: found.size, of: identities.length };
        }
        const { reached } = turn.value;
        if (trustClass === "nonprod") {
            for (const node of graph.nodes) {
                if (reached[node.index] !== undefined) controlled.add(node);
            }
        }
        const findings = findingsIn(turn.value, identity, targets);
        found.set(identity, findings);
        if (findings.isOfAllAlike) ofAlike.set(key, findings);
    }
    const inOrder = nonprodFirst(identities).flatMap((identity) => found.get(identity) ?? []);
    const crossings = inOrder.flatMap((one) => one.crossings);
    const takeovers = inOrder.flatMap((one) => one.takeovers);
    const withCreated = new Set(inOrder.flatMap((one) => one.withCreated));
    const stoppedBy = (limit: Findings["stoppedBy"], some = inOrder): readonly PrincipalNode[] =>
        some.flatMap((one) => (one.stoppedBy === limit ? [one.identity] : []));
    const undecided = inOrder.filter(({ isUndecided }) => isUndecided);
    const paths = [...crossings, ...takeovers];
    const certainPaths = paths.filter(({ by }) => isCertain(by)).length;
    const verdict = verdictOf({
        certainPaths,
        uncertainPaths: paths.length - certainPaths,
        unfinishedSearches: stoppedBy("search limit", undecided).length,
        outOfTime: stoppedBy("time limit", undecided).length,
        openLimits: isStrict ? openLimits(organization, graph, controlled).length : 0,
        openIdentities: openIdentities(graph).length,
        unread: organization.unread,
    });
    // What was not read may open further paths to every identity.
    const isUnfinished = (node: PrincipalNode): boolean =>
        found.get(node)?.stoppedBy !== undefined || organization.unread.length > 0;
    const stoppedByLimit = (trustClass: TrustClass): number =>
        stoppedBy("search limit").filter((node) => trustClassOf(node) === trustClass).length;
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
        reach: identities.flatMap((identity) => found.get(identity)?.reach ?? []),
        crossings: shortestFirst(crossings),
        takeovers: shortestFirst(takeovers),
        unfinishedSearches: identities.filter(isUnfinished).map(({ arn }) => arn),
        limits: [
            ...(time === undefined
                ? []
                : timeLimitTexts(
                      time.seconds,
                      identities.map(trustClassOf),
                      stoppedBy("time limit").map(trustClassOf),
                  )),
            ...searchLimitTexts("nonprod", stoppedByLimit("nonprod"), limits.nonprod),
            ...searchLimitTexts("prod", stoppedByLimit("prod"), limits.prod),
            ...openIdentities(graph),
            ...limitsOf(organization, graph, controlled),
        ],
    };
}

/** The boundary depends on nonprod identities, so they come first, in case the time is up. */
const nonprodFirst = (identities: readonly PrincipalNode[]): readonly PrincipalNode[] => {
    const isNonprod = (node: PrincipalNode): boolean => trustClassOf(node) === "nonprod";
    return [
        ...identities.filter(isNonprod),
        ...identities.filter((identity) => !isNonprod(identity)),
    ];
};

const shortestFirst = <T>(found: readonly Found<T>[]): readonly T[] =>
    [...found].sort((a, b) => a.by.cost - b.by.cost).map(({ entry }) => entry);
