/** Configuration of the SDK clients. All calls are reads, so they can be retried. */
export const sdkConfig = {
    // Slows down when AWS throttles.
    retryMode: "adaptive",
    maxAttempts: 8,
    /** In milliseconds. */
    requestHandler: {
        connectionTimeout: 5_000,
        requestTimeout: 30_000,
        throwOnRequestTimeout: true,
    },
};

/** The limit that the search for secrets has, as a sentence for the report. */
export const secretsLimit = (region: string): string =>
    `Secrets were listed only in region ${region}, and only in accounts that have users.`;
