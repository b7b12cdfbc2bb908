import { affectedBy } from "./affected";
import type { Reevaluation } from "./affected";
import { both, given } from "./derivation";
import type { Derivation } from "./derivation";
import type { GainedFacts } from "./gainedFacts";
import type { AccountMember, AccountNode, Node } from "./nodes";
import type { Fact } from "./step";

/** What of each node waits to be evaluated again, after changes. */
export class Reevaluations {
    private readonly waiting = new Map<
        Node,
        { readonly again: Reevaluation; readonly cost: number }
    >();
    /** Number of changes of an account, and the turn, when all of it that waits was last asked for. */
    private readonly lastLooks = new Map<
        AccountNode,
        { readonly changes: number; readonly cost: number }
    >();

    /** @param enqueue called for a node that has to wait, with what it needs */
    constructor(
        private readonly gained: GainedFacts,
        private readonly enqueue: (node: Node, by: Derivation) => void,
    ) {}

    /** After a gain in an account, members of it that are under control may be able to do more. */
    addMembers(accountNode: AccountNode, fact: Fact, because: Derivation): void {
        const members = new Map(this.gained.membersOf(accountNode));
        const changes = this.gained.changesIn(accountNode).map(([change]) => change);
        for (const [node, again] of affectedBy(fact, [...members.keys()], changes)) {
            this.add(node, members.get(node) ?? given, because, again);
        }
    }

    /** @param because what is new: whatever it makes possible needs both derivations */
    add(node: Node, by: Derivation, because: Derivation, again: Reevaluation): void {
        const before = this.waiting.get(node);
        const leastCost = Math.max(by.cost, because.cost);
        if (before === undefined || before.cost > leastCost) {
            const needs = both(by, because);
            if (before === undefined || before.cost > needs.cost) {
                this.waiting.set(node, { again: before?.again ?? again, cost: needs.cost });
                this.enqueue(node, needs);
            }
        }
        if (before === undefined) return;
        before.again.isWhole ||= again.isWhole;
        before.again.byHelpers ||= again.byHelpers;
        for (const target of again.targets) before.again.targets.add(target);
    }

    /** What of a node is to be evaluated now; `undefined`: it was already, since it waited at a lower cost, too. */
    take(node: Node): Reevaluation | undefined {
        const again = this.waiting.get(node)?.again;
        this.waiting.delete(node);
        return again;
    }

    /** A node, and all others of its account that wait; these once after each change, and in each turn. @param cost of the turn */
    *alike(node: AccountMember, cost: number): Iterable<AccountMember> {
        yield node;
        const { accountNode } = node;
        const changes = this.gained.changesIn(accountNode).length;
        const last = this.lastLooks.get(accountNode);
        if (last?.changes === changes && last.cost === cost) return;
        this.lastLooks.set(accountNode, { changes, cost });
        for (const other of this.waiting.keys()) {
            if (other.kind !== "outsider" && other.accountNode === accountNode) yield other;
        }
    }
}
