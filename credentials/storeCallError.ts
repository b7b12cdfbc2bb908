/** A call that a store refused or didn't answer. Holds neither the request nor the answer, which may hold secrets. */
export class StoreCallError extends Error {
    /** As AWS's errors have it, so that all are retried alike. */
    readonly $metadata: { readonly httpStatusCode: number };

    constructor(
        message: string,
        /** 0: there was no answer. */
        readonly status: number,
        readonly code = "",
    ) {
        super(message);
        this.$metadata = { httpStatusCode: status };
    }
}
