import type { AccessGraph } from "./accessGraph";
import type { Change } from "./changes";
import { both } from "./derivation";
import type { Derivation } from "./derivation";
import type { GainedFacts } from "./gainedFacts";
import type { AccountNode, CreatedNode, Node } from "./nodes";
import { wholeAccount } from "./step";
import type { Fact, Scope } from "./step";

/**
 * What was gained that may help a node: changes of its account, role tags, and the other members.
 *
 * @param roleTags changes of role tags that matter to nodes of every account
 */
export function supportFor(
    node: Node,
    gained: GainedFacts,
    roleTags: ReadonlyMap<Change, Derivation>,
): Map<Fact, Derivation> {
    const accountNode = node.kind === "outsider" ? undefined : node.accountNode;
    const changes = accountNode === undefined ? [] : gained.changesIn(accountNode);
    const members = accountNode === undefined ? [] : gained.membersOf(accountNode);
    const support = new Map<Fact, Derivation>();
    for (const [change, by] of new Map([...roleTags, ...changes])) support.set({ change }, by);
    for (const [controls, by] of members) if (controls !== node) support.set({ controls }, by);
    return support;
}

/**
 * Takes out of what may help a node all that costs more with it than its turn.
 *
 * @param by how the node was gained
 * @param cost of the turn
 * @returns what has its turn next; `undefined`: nothing was taken out
 */
export function leaveForLater(
    support: Map<Fact, Derivation>,
    by: Derivation,
    cost: number,
): Derivation | undefined {
    let next: { readonly derivation: Derivation; readonly cost: number } | undefined;
    for (const [fact, derivation] of support) {
        const together = both(by, derivation).cost;
        if (together <= cost) continue;
        support.delete(fact);
        if (next === undefined || together < next.cost) next = { derivation, cost: together };
    }
    return next?.derivation;
}

/** The whole of an account, with the principals that the search created in it. */
export function searchScope(
    graph: AccessGraph,
    gained: GainedFacts,
    accountNode: AccountNode | undefined,
): Scope {
    const whole = wholeAccount(graph, accountNode);
    const created = accountNode === undefined ? [] : gained.createdIn(accountNode);
    const createdOf = (type: CreatedNode["type"]): CreatedNode[] =>
        created.map(([node]) => node).filter((node) => node.type === type);
    return {
        ...whole,
        users: [...whole.users, ...createdOf("user")],
        roles: [...whole.roles, ...createdOf("role")],
    };
}
