/** Faults listed in the message; the error object has all of them. */
const shown = 50;

/** The documents of an organization are invalid. Lists every fault. */
export class OrganizationError extends Error {
    override readonly name = "OrganizationError";

    /**
     * @param from source of the documents, e.g. a folder
     * @param faults one sentence each: what, where, value, bound, next step
     */
    constructor(
        from: string,
        readonly faults: readonly string[],
    ) {
        const more = faults.length - shown;
        super(
            [
                `The accounts of ${from} cannot be read:`,
                ...faults.slice(0, shown).map((fault) => `  - ${fault}`),
                ...(more > 0 ? [`  and ${more} more`] : []),
            ].join("\n"),
        );
    }
}
