import { setTimeout } from "node:timers/promises";

/** Errors that go away: AWS throttles, or isn't reached. */
const passing =
    /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalFailure|InternalServer|ServiceException|TimeoutError|ConcurrentModification)/;

/** Attempts in all, and seconds between them: doubled each time, with jitter, so that callers don't retry in lockstep. */
const times = { attempts: 6, first: 1, longest: 30 };

/** How to wait between attempts. @param seconds before the next */
export type Wait = (seconds: number) => Promise<unknown>;

const wait: Wait = (seconds) => setTimeout(seconds * 1000);

/**
 * Makes a call of AWS that only reads, again as long as it fails by what passes.
 *
 * @throws what the last attempt throws
 */
export async function withRetries<Result>(
    call: () => Promise<Result>,
    pause: Wait = wait,
): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
        try {
            return await call();
        } catch (error) {
            if (attempt === times.attempts || !passing.test((error as Error).name)) throw error;
            const longest = Math.min(times.first * 2 ** (attempt - 1), times.longest);
            await pause((longest / 2) * (1 + Math.random()));
        }
    }
}
