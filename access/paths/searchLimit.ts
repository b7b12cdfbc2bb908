/**
 * How much searches may cost that don't end by themselves in reasonable time: where identities can change much, and what
 * they change opens little.
 */
export class SearchLimit {
    private taken = 0;

    /** @param looks how often actors may be looked at again after changes */
    constructor(private readonly looks: number) {}

    /** @returns whether there was another look */
    take(): boolean {
        this.taken += 1;
        return !this.isSpent;
    }

    /** Whether more was permissionTo for than there was: there may be paths that weren't found. */
    get isSpent(): boolean {
        return this.taken > this.looks;
    }
}
