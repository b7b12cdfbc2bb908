/** Bounds the work of one decision, so that no policy document can stall the program. */
export class WorkLimit {
    /** Positions of automata. Policies written by people need a few hundred. */
    private left = 200_000;

    /** @returns false once the limit is exceeded */
    spend(amount: number): boolean {
        this.left -= amount;
        return this.left >= 0;
    }
}
