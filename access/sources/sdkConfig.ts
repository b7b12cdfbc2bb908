/** How the SDK's clients behave here: everything is a read, so that it may be tried again. */
export const sdkConfig = {
    // It slows down as far as AWS asks it to.
    retryMode: "adaptive",
    maxAttempts: 8,
    /** In milliseconds. */
    requestHandler: {
        connectionTimeout: 5_000,
        requestTimeout: 30_000,
        throwOnRequestTimeout: true,
    },
};

/** That secrets aren't looked for everywhere. */
export const secretsLimit = (region: string): string =>
    `Secrets were looked for in region ${region} alone, and only in accounts that have users.`;
