/** Bounds the work of one decision, so that no policy document can stall the program. */
export class WorkLimit {
    /** Positions of automata. Policies written by people need a few hundred. */
    private rest = 200_000;

    /** What may still be spent; below 0 once the limit is exceeded. */
    get left(): number {
        return this.rest;
    }

    /** @returns false once the limit is exceeded */
    spend(amount: number): boolean {
        this.rest -= amount;
        return this.rest >= 0;
    }
}
