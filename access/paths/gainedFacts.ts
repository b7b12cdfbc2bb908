import type { Change } from "./changes";
import type { Derivation } from "./derivation";
import type {
    AccountMember,
    AccountNode,
    CreatedNode,
    ExistingNode,
    Node,
    PrincipalNode,
} from "./nodes";
import { factKey } from "./step";
import type { Fact } from "./step";

/** How each node was reached, by its index in the graph; `undefined`: it was not. */
export type Reached = readonly (Derivation | undefined)[];

/** The facts that one search has gained so far, each with its cheapest derivation. */
export class GainedFacts {
    private readonly derivations: (Derivation | undefined)[];
    /** Bitmap of reached nodes; read much more often than the derivations. */
    private readonly isReached: Uint8Array;
    private readonly changes = new Map<AccountNode, Map<Change, Derivation>>();
    private readonly created = new Map<AccountNode, Map<CreatedNode, Derivation>>();
    /** Those reached of the sessions that are nodes of their own. */
    private readonly sessions: PrincipalNode[] = [];
    private readonly memberCounts = new Map<AccountNode, number>();
    /** Keys of the changes and created nodes. */
    private readonly keys = new Set<string>();

    /** @param nodeCount number of nodes of the graph */
    constructor(nodeCount: number) {
        this.derivations = new Array<Derivation | undefined>(nodeCount).fill(undefined);
        this.isReached = new Uint8Array(nodeCount);
    }

    /** A role is reached with any of its sessions, by the cheapest way. */
    get reached(): Reached {
        const reached = [...this.derivations];
        for (const { index, session } of this.sessions) {
            const by = this.derivations[index];
            const role = session?.role.index ?? index;
            const known = reached[role];
            if (by !== undefined && (known === undefined || by.cost < known.cost))
                reached[role] = by;
        }
        return reached;
    }

    has(fact: Fact): boolean {
        const { controls } = fact;
        return controls === undefined || controls.kind === "created"
            ? this.keys.has(factKey(fact))
            : this.isReached[controls.index] === 1;
    }

    /** @param index of a node; -1, which no node has, is never reached */
    hasNode(index: number): boolean {
        return this.isReached[index] === 1;
    }

    /** Whether a node is under control, of a role at least some session. */
    hasAnyOf(node: Node): boolean {
        const sessions = node.kind === "principal" ? (node.sessions ?? []) : [];
        return this.hasNode(node.index) || sessions.some(({ index }) => this.hasNode(index));
    }

    addNode(node: ExistingNode, by: Derivation): void {
        this.derivations[node.index] = by;
        this.isReached[node.index] = 1;
        if (node.kind === "principal" && node.session !== undefined) this.sessions.push(node);
        if (node.kind === "outsider") return;
        this.memberCounts.set(node.accountNode, this.memberCount(node.accountNode) + 1);
    }

    addCreated(node: CreatedNode, by: Derivation): void {
        this.keys.add(factKey({ controls: node }));
        mapIn(this.created, node.accountNode).set(node, by);
    }

    /** @param accountNode the account that the change is made in; `undefined`: an unregistered one */
    addChange(change: Change, accountNode: AccountNode | undefined, by: Derivation): void {
        this.keys.add(factKey({ change }));
        if (accountNode !== undefined) mapIn(this.changes, accountNode).set(change, by);
    }

    derivationOf(node: Node): Derivation | undefined {
        return node.kind === "created"
            ? this.created.get(node.accountNode)?.get(node)
            : this.derivations[node.index];
    }

    /** Number of existing nodes of an account that are under control. */
    memberCount(accountNode: AccountNode): number {
        return this.memberCounts.get(accountNode) ?? 0;
    }

    /** Nodes of an account that are under control, created ones last. */
    membersOf(accountNode: AccountNode): readonly (readonly [AccountMember, Derivation])[] {
        const { root, users, roles, sessions } = accountNode;
        const existing = [root, ...users, ...roles, ...sessions].flatMap((node) => {
            const by = this.derivations[node.index];
            return by === undefined ? [] : [[node, by] as const];
        });
        return [...existing, ...this.createdIn(accountNode)];
    }

    changesIn(accountNode: AccountNode): readonly (readonly [Change, Derivation])[] {
        return [...(this.changes.get(accountNode) ?? [])];
    }

    createdIn(accountNode: AccountNode): readonly (readonly [CreatedNode, Derivation])[] {
        return [...(this.created.get(accountNode) ?? [])];
    }

    /** Whether anything of an account was changed or created. */
    isChanged(accountNode: AccountNode): boolean {
        return this.changes.has(accountNode) || this.created.has(accountNode);
    }
}

function mapIn<K, V>(maps: Map<AccountNode, Map<K, V>>, accountNode: AccountNode): Map<K, V> {
    const map = maps.get(accountNode) ?? new Map<K, V>();
    maps.set(accountNode, map);
    return map;
}
