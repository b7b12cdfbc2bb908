import pMap from "p-map";
import { setTimeout as sleepFor } from "node:timers/promises";

import type { Outcome } from "./outcome";
import { rotateOne } from "./rotateOne";
import type { Step } from "./rotationState";
import { defaultAtOnce, defaultGraceMs, defaultMaxAgeMs } from "./target";
import type { CredentialServices, Target } from "./target";

const defaultOtherRunMs = 240_000;

export interface RotateOptions {
    /**
     * For how long a key that may be in use is left alone when it is no longer the current one, unused, and for how long it
     * is inactive before it is deleted, in milliseconds.
     *
     * @default 24 h
     */
    readonly graceMs?: number;
    /**
     * Age of a key at which it is due, in milliseconds.
     *
     * @default 90 days
     */
    readonly maxAgeMs?: number;
    /** Rotate keys that aren't due, too. */
    readonly force?: boolean;
    /** Move the identities to this store, though they are bound to another. */
    readonly rebind?: boolean;
    /**
     * A key, by its id or its last characters, that need not be waited for: it is deactivated at once if it is active, deleted
     * at once if it is inactive. Never the current one.
     */
    readonly hasten?: string;
    /**
     * How long a key that isn't in use yet is left to a client that may be about to use it, in milliseconds. 0 for a caller
     * that knows to be the only one.
     *
     * @default 4 min: `holdMs`, the two calls of 45 s that make it current, and a minute
     */
    readonly otherRunMs?: number;
    /** @default 10 */
    readonly atOnce?: number;
    readonly now?: () => Date;
    readonly sleep?: (ms: number) => Promise<unknown>;
    /** Told of every step before it is taken. Steps hold no secrets. */
    readonly onStep?: (target: Target, step: Step) => void;
}

/**
 * Rotates the access key of every target, ten at once. One that fails doesn't stop the others.
 *
 * @returns an outcome per target, in the same order; never throws for a target's failure
 */
export function rotateAll(
    targets: readonly Target[],
    services: CredentialServices,
    options: RotateOptions = {},
): Promise<Outcome[]> {
    const settings = {
        graceMs: options.graceMs ?? defaultGraceMs,
        maxAgeMs: options.maxAgeMs ?? defaultMaxAgeMs,
        force: options.force ?? false,
        rebind: options.rebind ?? false,
        ...(options.hasten === undefined ? {} : { hasten: options.hasten }),
        otherRunMs: options.otherRunMs ?? defaultOtherRunMs,
        now: options.now ?? (() => new Date()),
        sleep: options.sleep ?? sleepFor,
        onStep: options.onStep ?? (() => undefined),
    };
    return pMap(targets, (target) => rotateOne(target, services, settings), {
        concurrency: options.atOnce ?? defaultAtOnce,
    });
}
