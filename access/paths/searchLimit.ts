/**
 * Bounds the cost of searches. A search may not end in reasonable time where identities can change
 * much and gain little by it. Several searches may share one limit.
 */
export class SearchLimit {
    private used = 0;

    /**
     * @param maxReevaluations how often nodes may be re-evaluated after changes
     * @param isTimeUp whether searches are to stop, whatever is left to do
     */
    constructor(
        private readonly maxReevaluations: number,
        readonly isTimeUp: () => boolean = () => false,
    ) {}

    /** @returns whether another re-evaluation is allowed */
    take(): boolean {
        this.used += 1;
        return !this.isSpent;
    }

    /** Whether every re-evaluation is refused. */
    get isNone(): boolean {
        return this.maxReevaluations === 0;
    }

    /** Whether nothing is left, so that the next one is refused. */
    get isUsedUp(): boolean {
        return this.used >= this.maxReevaluations;
    }

    /** Whether the limit was exceeded, so that some paths may not have been found. */
    get isSpent(): boolean {
        return this.used > this.maxReevaluations;
    }
}
