/**
 * Bounds the cost of searches. A search may not end in reasonable time where identities can change
 * much and gain little by it.
 */
export class SearchLimit {
    private taken = 0;

    /**
     * @param maxReevaluations how often nodes may be re-evaluated after changes
     * @param looks how often actors may be looked at again after changes
     */
    constructor(private readonly looks: number) {}

    /** @returns whether another re-evaluation is allowed */
    take(): boolean {
        this.taken += 1;
        return !this.isSpent;
    }

    /** Whether the limit was exceeded, so that some paths may not have been found. */
    get isSpent(): boolean {
        return this.taken > this.looks;
    }
}
