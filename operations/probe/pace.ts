/** The clock that a pace goes by; a test has its own. */
export interface Clock {
    /** Milliseconds since any moment; it never goes back. */
    readonly now: () => number;
    readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * A pace for calls that are made at once: each waits for its turn.
 *
 * @param perSecond calls in a second, at most
 * @returns resolves when the next call may be made
 */
export function paceOf(perSecond: number, { now, sleep }: Clock): () => Promise<void> {
    const intervalMs = 1000 / perSecond;
    let nextTurn = -Infinity;
    return async () => {
        const turn = Math.max(now(), nextTurn);
        nextTurn = turn + intervalMs;
        const wait = turn - now();
        if (wait > 0) await sleep(wait);
    };
}
