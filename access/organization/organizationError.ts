/** Faults that a message shows; the error itself holds all. */
const shown = 50;

/** What is wrong with the documents of an organization: every fault at once. */
export class OrganizationError extends Error {
    override readonly name = "OrganizationError";

    /**
     * @param from where the documents are from, e.g. a folder
     * @param faults a sentence each: what, where, value, bound, next step
     */
    constructor(
        from: string,
        readonly faults: readonly string[],
    ) {
        const more = faults.length - shown;
        super(
            [
                `The accounts of ${from} can't be read:`,
                ...faults.slice(0, shown).map((fault) => `  - ${fault}`),
                ...(more > 0 ? [`  and ${more} more`] : []),
            ].join("\n"),
        );
    }
}
