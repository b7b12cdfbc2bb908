import { Changes } from "./changes";
import { controlledNode } from "./controlledNode";
import type { Derivation } from "./derivation";
import { controlSteps } from "./effects";
import type { GainedFacts } from "./gainedFacts";
import type { AccountMember, AccountNode, Node } from "./nodes";
import type { Scope, Step } from "./step";
import type { StepFinder } from "./stepFinder";
import { findOwner, waysThrough } from "./throughOwner";
import type { Owner } from "./throughOwner";

/** Steps, and what all of them need. */
export interface Taking {
    readonly steps: readonly Step[];
    readonly premises: readonly Derivation[];
}

/**
 * The accounts that one search has taken whole: all that they lead to is gained or waits, so that nothing of them is evaluated
 * any more.
 */
export class AccountsTaken {
    private readonly taken = new Set<AccountNode>();
    /** Of accounts that will be taken, the least cost of an owner. */
    private readonly foreseen = new Map<AccountNode, number>();
    /** Accounts that can't be searched as one node, though there is an owner. */
    private readonly refused = new Set<AccountNode>();

    /**
     * @param creationGoals accounts in which a created principal is a goal, too
     * @param onForeseen called with an owner whose turn is to come
     */
    constructor(
        private readonly finder: StepFinder,
        private readonly gained: GainedFacts,
        private readonly goals: ReadonlySet<Node>,
        private readonly creationGoals: ReadonlySet<AccountNode>,
        private readonly onForeseen: (owner: Owner) => void,
    ) {}

    has(accountNode: AccountNode): boolean {
        return this.taken.has(accountNode);
    }

    /**
     * Whether an account will be taken in a later turn by what is gained already.
     *
     * @param members of which one may own it
     * @param cost of the turn that it is
     */
    isTakenLater(
        members: Iterable<AccountMember>,
        accountNode: AccountNode,
        cost: number,
    ): boolean {
        if (this.finder.ownedAccounts === undefined || this.refused.has(accountNode)) return false;
        const owner = findOwner(members, accountNode, this.gained, Infinity);
        const turn = this.foreseen.get(accountNode) ?? Infinity;
        if (owner !== undefined && owner.cost < turn) {
            this.foreseen.set(accountNode, owner.cost);
            this.onForeseen(owner);
        }
        return (this.foreseen.get(accountNode) ?? 0) > cost;
    }

    /**
     * Gives up taking an account that was to be taken: it has to be searched in detail.
     *
     * @returns whether changes of it may have been left out until now
     */
    giveUp(accountNode: AccountNode): boolean {
        const wasForeseen = this.foreseen.delete(accountNode);
        this.refused.add(accountNode);
        return wasForeseen;
    }

    /** Whether a change is of no use: the account is taken by then. @param cost of the change */
    isTakenBy(accountNode: AccountNode, cost: number): boolean {
        return (this.foreseen.get(accountNode) ?? Infinity) <= cost;
    }

    /**
     * Takes an account, if one of some members owns it.
     *
     * @param cost of what is evaluated now; owners that cost more wait for their turn
     * @param scopeAt where steps are looked for that cost no less than this
     * @returns what the owner gains; `undefined`: nobody owns it
     */
    take(
        members: Iterable<AccountMember>,
        accountNode: AccountNode,
        cost: number,
        scopeAt: (cost: number) => Scope,
    ): readonly Taking[] | undefined {
        const { ownedAccounts, cheapest } = this.finder;
        if (ownedAccounts === undefined || this.taken.has(accountNode)) return undefined;
        const owner = findOwner(members, accountNode, this.gained, cost);
        if (owner === undefined) return undefined;
        const ways = waysThrough(owner, ownedAccounts, this.gained);
        if (ways === undefined) return undefined;
        this.taken.add(accountNode);
        const { node, premises } = owner;
        const changes = new Changes(owner.changes);
        const controls = cheapest(
            controlSteps(controlledNode(node, changes), scopeAt(owner.cost + 1)),
        );
        const creates = this.isForCreation(accountNode)
            ? ownedAccounts.creates(node, changes)
            : undefined;
        return [
            { steps: controls, premises },
            ...ways.map((way) => ({ steps: [way.step], premises: way.premises })),
            ...(creates === undefined ? [] : [{ steps: [creates], premises }]),
        ];
    }

    /** Whether nothing that is there is a goal, so that what is created may be the only one. */
    private isForCreation(accountNode: AccountNode): boolean {
        const { assumablePrincipals } = accountNode;
        return (
            this.creationGoals.has(accountNode) &&
            !assumablePrincipals.some((target) => this.goals.has(target))
        );
    }
}
