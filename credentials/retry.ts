export type Sleep = (ms: number) => Promise<unknown>;

const delaysMs = [200, 400, 800, 1600, 3200, 6400];
/** Nothing is tried again after this time, so that a call takes 45 s at most, its last attempt included. */
const patienceMs = 30_000;
const throttled = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/;
const unreachable = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|TimeoutError)$/;

/**
 * Makes an AWS call, again after 0.2 s to 6.4 s each while AWS says that it is asked too often; for 45 s at most.
 *
 * @param idempotent also again after a failure that leaves open whether the call was carried out
 * @throws what the last attempt threw
 */
export async function retrying<Result>(
    call: () => Promise<Result>,
    sleep: Sleep,
    idempotent = true,
): Promise<Result> {
    const began = performance.now();
    for (const delay of delaysMs) {
        try {
            return await call();
        } catch (error) {
            if (!isThrottled(error) && !(idempotent && isTransient(error))) throw error;
            if (performance.now() - began > patienceMs) throw error;
            // Spread, so that runs that were refused together don't come back together.
            await sleep(delay * (0.5 + Math.random() / 2));
        }
    }
    return call();
}

interface AwsError extends Error {
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
}

function isThrottled(error: unknown): boolean {
    const { name, $metadata } = error as AwsError;
    return throttled.test(name) || $metadata?.httpStatusCode === 429;
}

function isTransient(error: unknown): boolean {
    const { name, code = "", $metadata } = error as AwsError;
    return (
        unreachable.test(name) || unreachable.test(code) || ($metadata?.httpStatusCode ?? 0) >= 500
    );
}
