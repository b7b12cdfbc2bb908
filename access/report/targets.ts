import { isOpenToNonprod } from "../organization/environments";
import type { TrustClass } from "../organization/organization";
import type { AccessGraph } from "../paths/accessGraph";
import { hopsOf } from "../paths/derivation";
import type { Derivation } from "../paths/derivation";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "../paths/nodes";
import type { SearchResult } from "../paths/searchResult";
import { createdEntry, rolesInOrder, trustClassOf } from "./entries";
import type { Findings, Found } from "./findings";
import type { Reach, Takeover } from "./report";

/** What identities are searched for. */
export interface Targets {
    readonly roles: readonly PrincipalNode[];
    readonly prodIdentities: readonly PrincipalNode[];
    /** Those that nonprod identities must not reach. */
    readonly forbidden: readonly PrincipalNode[];
    /** Accounts that count as production. */
    readonly closedAccounts: ReadonlySet<AccountNode>;
    /** A search ends when all of these are reached. */
    readonly goals: Readonly<Record<TrustClass, ReadonlySet<Node>>>;
}

export function targetsOf(graph: AccessGraph, identities: readonly PrincipalNode[]): Targets {
    const roles = rolesInOrder(graph);
    const prodIdentities = identities.filter((node) => trustClassOf(node) === "prod");
    return {
        roles,
        prodIdentities,
        forbidden: [...roles.filter(isOutsideNonprod), ...prodIdentities],
        closedAccounts: new Set(
            [...graph.accountNodes.values()].filter(
                ({ account }) => !isOpenToNonprod(account.environment),
            ),
        ),
        goals: {
            nonprod: new Set<Node>([...roles, ...prodIdentities]),
            prod: new Set<Node>(roles),
        },
    };
}

/** What a search found, as a report says it. */
export function findingsIn(
    { reached, isFinished, isOutOfTime, created, isOfAllAlike }: SearchResult,
    identity: PrincipalNode,
    { roles, prodIdentities, forbidden, closedAccounts }: Targets,
): Findings {
    const isNonprod = trustClassOf(identity) === "nonprod";
    const reach: Reach[] = [];
    const crossings: Found<Reach>[] = [];
    const takeovers: Found<Takeover>[] = [];
    const withCreated: AccountNode[] = [];
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
        if (forbidden.some((node) => node.accountNode === accountNode && isReached(node))) continue;
        const role = createdEntry(accountNode).arn;
        const entry = { identity: identity.arn, role, hops: hopsOf(by) };
        withCreated.push(accountNode);
        reach.push(entry);
        crossings.push({ entry, by });
    }
    const mayCreate = forbidden.length === 0 && closedAccounts.size > 0;
    return {
        identity,
        reach,
        crossings,
        takeovers,
        withCreated,
        isOfAllAlike,
        ...(isFinished ? {} : { stoppedBy: isOutOfTime ? "time limit" : "search limit" }),
        isUndecided: !isFinished && isNonprod && (mayCreate || !forbidden.every(isReached)),
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

const isOutsideNonprod = ({ accountNode }: PrincipalNode): boolean =>
    !isOpenToNonprod(accountNode.account.environment);
