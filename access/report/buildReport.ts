import { hopsOf, isCertain } from "../paths/derivation";
import type { Derivation } from "../paths/derivation";
import { SearchLimit } from "../paths/searchLimit";
import { PathFinder } from "../paths/pathFinder";
import { accessGraphOf } from "../paths/accessGraph";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "../paths/nodes";
import type { Organization, TrustClass } from "../organization/organization";
import type { Hop } from "../paths/hop";
import {
    createdEntry,
    identityEntry,
    roleEntry,
    rolesInOrder,
    trustClassOf,
    usersInOrder,
} from "./entries";
import { isOpenToNonprod } from "./environmentBoundary";
import { limitsOf, searchLimits, searchLimitTexts } from "./limits";
import type { SearchLimits } from "./limits";
import { openLimits } from "./openLimits";
import type { Reach, Report, Takeover } from "./report";
import { verdictOf } from "./verdict";

/**
 * Who reaches what in an organization, and whether the environment boundary holds.
 *
 * @param isLeftOut hops to exclude from every path
 * @param limits of the searches
 * @param isStrict whether everything that is not evaluated and could matter makes the boundary unknown
 */
export function buildReport(
    organization: Organization,
    isLeftOut?: (hop: Hop) => boolean,
    limits: SearchLimits = searchLimits,
    isStrict = false,
): Report {
    const graph = accessGraphOf(organization);
    const finder = new PathFinder(graph, isLeftOut);
    const reach: Reach[] = [];
    const crossings: Found<Reach>[] = [];
    const takeovers: Found<Takeover>[] = [];
    const unfinished: PrincipalNode[] = [];
    let unfinishedCrossings = 0;

    const identities = usersInOrder(graph);
    const prodUsers = graph.users.filter((node) => trustClassOf(node) === "prod");
    const roles = rolesInOrder(graph);
    const closedAccounts = new Set(
        [...graph.accountNodes.values()].filter(
            ({ account }) => !isOpenToNonprod(account.environment),
        ),
    );
    const controlled = new Set<Node>();
    const withCreated = new Set<AccountNode>();
    const forbidden = [...roles.filter(isOutsideNonprod), ...prodUsers];
    const goals = {
        nonprod: new Set<Node>([...roles, ...prodUsers]),
        prod: new Set<Node>(roles),
    };
    const budgets = {
        nonprod: new SearchLimit(limits.nonprod),
        prod: new SearchLimit(limits.prod),
    };
    for (const identity of identities) {
        const trustClass = trustClassOf(identity);
        const isNonprod = trustClass === "nonprod";
        const { reached, isFinished, created } = finder.search(
            identity,
            goals[trustClass],
            budgets[trustClass],
            isNonprod ? closedAccounts : undefined,
        );
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
        for (const user of isNonprod ? prodUsers : []) {
            const by = reached[user.index];
            if (by === undefined) continue;
            const entry = { identity: identity.arn, becomes: user.arn, hops: hopsOf(by) };
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
        unfinished.push(identity);
        const mayCreate = forbidden.length === 0 && closedAccounts.size > 0;
        if (isNonprod && (mayCreate || !forbidden.every(isReached))) unfinishedCrossings += 1;
    }
    const paths = [...crossings, ...takeovers];
    const certainPaths = paths.filter(({ by }) => isCertain(by)).length;
    const verdict = verdictOf({
        certainPaths,
        uncertainPaths: paths.length - certainPaths,
        unfinishedSearches: unfinishedCrossings,
        openLimits: isStrict ? openLimits(organization, graph, controlled).length : 0,
    });
    const unfinishedOf = (trustClass: TrustClass): number =>
        unfinished.filter((node) => trustClassOf(node) === trustClass).length;
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
        reach,
        crossings: shortestFirst(crossings),
        takeovers: shortestFirst(takeovers),
        unfinishedSearches: unfinished.map(({ arn }) => arn),
        limits: [
            ...searchLimitTexts("nonprod", unfinishedOf("nonprod"), limits.nonprod),
            ...searchLimitTexts("prod", unfinishedOf("prod"), limits.prod),
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

/** A path of the report, and how it was derived. */
interface Found<T> {
    readonly entry: T;
    readonly by: Derivation;
}

const isOutsideNonprod = ({ accountNode }: PrincipalNode): boolean =>
    !isOpenToNonprod(accountNode.account.environment);

const shortestFirst = <T>(found: readonly Found<T>[]): readonly T[] =>
    [...found].sort((a, b) => a.by.cost - b.by.cost).map(({ entry }) => entry);
