import type { GainedFacts } from "./gainedFacts";
import type { AccountNode, Node } from "./nodes";
import type { PendingFacts } from "./pendingFacts";

/** What a search can still gain. */
export class Prospects {
    /** Least cost at which all that can be changed of an account is reached. */
    private readonly reachedAt = new Map<AccountNode, number>();

    /** @param creationGoals accounts in which a created principal is a goal, too */
    constructor(
        private readonly gained: GainedFacts,
        private readonly pending: PendingFacts,
        private readonly goals: ReadonlySet<Node>,
        private readonly creationGoals: ReadonlySet<AccountNode>,
    ) {}

    /**
     * Whether changes in an account can still lead to a node that is not reached, in the account or outside it.
     *
     * @param cost what waits at no more counts as reached
     */
    isWorthChanging(accountNode: AccountNode, cost = 0): boolean {
        const { assumablePrincipals, reachableOutside } = accountNode;
        const isLeft = ({ index }: Node): boolean =>
            !this.gained.hasNode(index) && !this.pending.hasNode(index, cost);
        return (
            assumablePrincipals.some(isLeft) ||
            reachableOutside.some(isLeft) ||
            this.isCreationOfUse(accountNode)
        );
    }

    /**
     * Whether every user and role of an account is reached that IAM lets be changed.
     *
     * @param cost what waits at no more counts as reached
     */
    isWholeReached(accountNode: AccountNode, cost: number): boolean {
        const known = this.reachedAt.get(accountNode);
        if (known !== undefined && known <= cost) return true;
        const { users, changeableRoles } = accountNode;
        const isReached = ({ index }: Node): boolean =>
            this.gained.hasNode(index) || this.pending.hasNode(index, cost);
        const areAll = users.every(isReached) && changeableRoles.every(isReached);
        if (areAll) this.reachedAt.set(accountNode, cost);
        return areAll;
    }

    isAnyCreationOfUse(): boolean {
        for (const accountNode of this.creationGoals) {
            if (this.isCreationOfUse(accountNode)) return true;
        }
        return false;
    }

    /** Whether a created principal would be the first goal that is reached in its account. */
    private isCreationOfUse(accountNode: AccountNode): boolean {
        return (
            this.creationGoals.has(accountNode) &&
            this.gained.memberCount(accountNode) > 0 &&
            this.gained.createdIn(accountNode).length === 0 &&
            !accountNode.assumablePrincipals.some(
                (node) => this.goals.has(node) && this.gained.has({ controls: node }),
            )
        );
    }
}
