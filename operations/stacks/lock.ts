import { setTimeout as sleep } from "node:timers/promises";

/** A stack is locked: another run updates it, or was killed while it did. */
export class StackLockedError extends Error {
    /**
     * @param holder e.g. `jane@laptop (pid 4711) at 2026-01-31T09:30:00Z`
     * @param lives whether the holder's process runs; undefined if it is another machine's
     */
    constructor(
        readonly stackName: string,
        readonly holder: string,
        readonly lives: boolean | undefined,
        cause: unknown,
    ) {
        super(`  locked by ${holder}: ${nextStep(stackName, lives)}`, { cause });
    }
}

function nextStep(stack: string, lives: boolean | undefined): string {
    switch (lives) {
        case true:
            return `that process runs: wait for it, or end it and run this again; if it is none of Pulumi's: pulumi cancel --stack ${stack}`;
        case false:
            return "that process has ended; take the lock away by running this again with --unlock";
        case undefined:
            return "wait for that run; if it was killed, run this again with --unlock";
    }
}

/** How long a run that may live is waited for. */
export interface Patience {
    readonly pauses: number;
    readonly pauseMs: number;
}

export interface LockOptions {
    /** Whether a lock is taken away whose holder isn't known to run. */
    readonly unlocks: boolean;
    readonly unlock: () => Promise<void>;
    /** Called once, before the first wait. */
    readonly onWait?: (holder: string) => void;
    readonly signal?: AbortSignal | undefined;
    readonly patience: Patience;
}

/**
 * Does something that a stack's lock may stop. A run that lives, or may live, is waited for; the lock of one that has ended is
 * taken away if that was asked for. A live run's lock is never taken away: two updates at once create things twice.
 *
 * @throws StackLockedError if the lock stays
 */
export async function despiteLock<Result>(
    act: () => Promise<Result>,
    { unlocks, unlock, onWait, signal, patience }: LockOptions,
): Promise<Result> {
    let mayUnlock = unlocks;
    for (let pauses = 0; ;) {
        try {
            return await act();
        } catch (error) {
            if (!(error instanceof StackLockedError)) throw error;
            if (error.lives !== true && mayUnlock) {
                // Once: a lock that is there again is another run's.
                mayUnlock = false;
                await unlock();
                continue;
            }
            if (error.lives === false || pauses === patience.pauses) throw error;
            if (pauses++ === 0) onWait?.(error.holder);
            await sleep(patience.pauseMs, undefined, {
                ...(signal === undefined ? {} : { signal }),
            });
        }
    }
}
