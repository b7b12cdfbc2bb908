import type { AccessGraph } from "./accessGraph";
import type { Change } from "./changes";
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
