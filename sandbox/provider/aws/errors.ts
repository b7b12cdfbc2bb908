const CONNECTION_ERRORS = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "TimeoutError"];

/**
 * AWS's own name of an error, e.g. `MalformedPolicyDocument`; the SDK appends `Exception` to some.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function errorCode(error: unknown): string {
    const { code, name } = error as { readonly code?: string; readonly name?: string };
    return (code ?? name ?? "Error").replace(/Exception$/, "");
}

/** Whether the resource is gone. */
export function isNotFound(error: unknown): boolean {
    // E.g. NoSuchEntity, ResourceNotFound, TrailNotFound, NoSuchBucketPolicy, OwnershipControlsNotFoundError.
    return /^NoSuch|NotFound(Error)?$/.test(errorCode(error));
}

/** Whether AWS refused the call, so that nothing was changed; false for what may have happened half. */
export function isRefused(error: unknown): boolean {
    return (error as { readonly $fault?: unknown }).$fault === "client";
}

/** One line for a person: AWS's code and message, never the request. */
export function describeError(error: unknown): string {
    const code = errorCode(error);
    if (CONNECTION_ERRORS.includes(code)) {
        return `${code}: AWS_ENDPOINT_URL does not answer; is the sandbox running?`;
    }
    const message = error instanceof Error ? error.message : String(error);
    return code === "Error" ? message : `${code}: ${message}`;
}

/** Runs a call whose resource may be gone: `undefined` then. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
    try {
        return await call;
    } catch (error) {
        if (isNotFound(error)) {
            return undefined;
        }
        throw error;
    }
}
