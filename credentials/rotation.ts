import type { StoredVersion } from "./store";
import type { AccessKey } from "./target";

/**
 * The rotation of one identity's access key, as a pure function from what AWS holds to the next thing to do. Nothing is
 * remembered between runs, so a run that ends anywhere, or runs beside another, is simply followed by the next one.
 *
 * Two rules keep the current credential alive:
 * - only the run that made a key can make it current, and only within `holdMs` of making it;
 * - a key that is not in use is left to whoever may be making it current, until it was seen unused for `otherRunMs`.
 */

/** IAM's quota. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostKeys = 2;
/** How long a run may take from making a key to making it current, in milliseconds. */
export const holdMs = 90_000;
/** A key of this age, in milliseconds, is no running run's, however wrong its clock: AWS refuses clocks that far off. */
const surelyAbandonedMs = 3600_000;
/** How often it is looked whether another run is done, in milliseconds. */
export const lookAgainMs = 5_000;

/** The key that this run made: the only one whose secret it knows. */
export interface OwnKey {
    readonly accessKeyId: string;
    /** When this run asked for it, by this machine's clock. */
    readonly askedAt: Date;
    readonly stored: boolean;
    /** Unknown until it was verified. */
    readonly works?: boolean;
}

/** What is known of an identity: read anew before each step. */
export interface RotationState {
    readonly keys: readonly AccessKey[];
    readonly versions: readonly StoredVersion[];
    readonly own?: OwnKey;
    /** For how long this run has seen a key that is neither current nor previous, in milliseconds, by its id. */
    readonly unusedMs: ReadonlyMap<string, number>;
    /** Keys that this run deactivated: they are deleted by a later run, so that a mistake can be mended. */
    readonly deactivated: ReadonlySet<string>;
}

export interface RotationPolicy {
    /** For how long the old key works beside the new one, from the new one's storing, in milliseconds. */
    readonly graceMs: number;
    /** Age at which a key is due, in milliseconds. */
    readonly maxAgeMs: number;
    /** How long an unused key may be another run's, in milliseconds. More than `holdMs`, or 0 if there is no other run. */
    readonly otherRunMs: number;
    /** The current key to rotate though it isn't due. */
    readonly replace?: string;
}

/** One thing to do. None holds a secret. */
export type Step =
    /** Another run may be about to use the key. */
    | { readonly do: "wait"; readonly ms: number; readonly accessKeyId: string }
    | { readonly do: "mint" }
    /** Stores the own key as pending. */
    | { readonly do: "store"; readonly accessKeyId: string }
    | { readonly do: "verify"; readonly accessKeyId: string }
    | { readonly do: "promote"; readonly accessKeyId: string }
    /** Takes a version out of use. */
    | { readonly do: "discard"; readonly accessKeyId: string; readonly because: string }
    | { readonly do: "deactivate"; readonly accessKeyId: string; readonly because: string }
    | { readonly do: "delete"; readonly accessKeyId: string; readonly because: string }
    /** `dueAgain`: a rotation is due and can't be begun before then, since the user has all the keys it may have. */
    | { readonly do: "done"; readonly dueAgain?: Date };

/** The next step of a rotation; `done` when there is none. */
export function nextStep(state: RotationState, now: Date, policy: RotationPolicy): Step {
    const current = state.versions.find(({ stage }) => stage === "current");
    // Once current it is a key like any other, also when another run's has already followed it.
    if (state.own !== undefined && isUnused(state.own.accessKeyId, state.versions)) {
        return ownStep(state.own, state.versions, now);
    }
    const currentKey = state.keys.find((key) => key.accessKeyId === current?.accessKeyId);
    const due =
        currentKey === undefined ||
        !currentKey.active ||
        currentKey.accessKeyId === policy.replace ||
        msSince(currentKey.createdAt, now) >= policy.maxAgeMs;

    const unused = state.keys.filter((key) => isUnused(key.accessKeyId, state.versions));
    return (
        goneVersionStep(state) ??
        waitStep(unused, state, now, policy) ??
        // Before anything else is taken away: what is there may be all that works.
        (due && state.keys.length < mostKeys ? ({ do: "mint" } as const) : undefined) ??
        unusedKeyStep(unused, state.versions) ??
        (currentKey?.active === true
            ? previousKeyStep(state, now, policy)
            : deadCurrentStep(currentKey)) ??
        (due ? { do: "done", dueAgain: graceEnd(state.versions, now, policy) } : { do: "done" })
    );
}

/** Whether a key is neither current nor previous. */
export const isUnused = (accessKeyId: string, versions: readonly StoredVersion[]): boolean =>
    !versions.some((version) => version.accessKeyId === accessKeyId && version.stage !== "pending");

/** Brings the own key into use, or takes it back. */
function ownStep(own: OwnKey, versions: readonly StoredVersion[], now: Date): Step {
    const { accessKeyId, stored, works } = own;
    const pending = versions.some((version) => version.accessKeyId === accessKeyId);
    const because =
        works === false
            ? "it doesn't work"
            : msSince(own.askedAt, now) >= holdMs
              ? "it took too long; another run may have taken it for abandoned"
              : stored && !pending
                ? "another run stored its own key instead"
                : undefined;
    if (because !== undefined) return { do: pending ? "discard" : "delete", accessKeyId, because };
    if (!stored) return { do: "store", accessKeyId };
    return { do: works === true ? "promote" : "verify", accessKeyId };
}

/** A current version whose key is gone stays until there is a better one. */
function goneVersionStep({ keys, versions }: RotationState): Step | undefined {
    const gone = versions.find(
        ({ accessKeyId, stage }) =>
            stage !== "current" && !keys.some((key) => key.accessKeyId === accessKeyId),
    );
    return gone && { do: "discard", accessKeyId: gone.accessKeyId, because: "its key is gone" };
}

function waitStep(
    unused: readonly AccessKey[],
    { unusedMs }: RotationState,
    now: Date,
    { otherRunMs }: RotationPolicy,
): Step | undefined {
    for (const { accessKeyId, createdAt } of unused) {
        const left = otherRunMs - (unusedMs.get(accessKeyId) ?? 0);
        if (left > 0 && msSince(createdAt, now) < surelyAbandonedMs) {
            return { do: "wait", ms: Math.min(left, lookAgainMs), accessKeyId };
        }
    }
    return undefined;
}

/** The key's secret is lost, or known to somebody who didn't get it from the store. */
function unusedKeyStep(
    [key]: readonly AccessKey[],
    versions: readonly StoredVersion[],
): Step | undefined {
    if (key === undefined) return undefined;
    const { accessKeyId } = key;
    // The version first: once its key is gone, nobody may be about to make it current.
    return versions.some((version) => version.accessKeyId === accessKeyId)
        ? { do: "discard", accessKeyId, because: "its rotation was not finished" }
        : { do: "delete", accessKeyId, because: "nobody stores it" };
}

/** Only while the current key works: else the previous one may be all that does. */
function previousKeyStep(
    { keys, versions, deactivated }: RotationState,
    now: Date,
    policy: RotationPolicy,
): Step | undefined {
    for (const { accessKeyId, active } of keys) {
        const stage = versions.find((version) => version.accessKeyId === accessKeyId)?.stage;
        if (stage !== "previous") continue;
        if (active && now >= graceEnd(versions, now, policy)) {
            return { do: "deactivate", accessKeyId, because: "its grace period is over" };
        }
        if (!active && !deactivated.has(accessKeyId)) {
            return { do: "delete", accessKeyId, because: "it was deactivated" };
        }
    }
    return undefined;
}

/** A current key that somebody deactivated, perhaps since it leaked: it is not activated again, but makes room. */
const deadCurrentStep = (key: AccessKey | undefined): Step | undefined =>
    key && { do: "delete", accessKeyId: key.accessKeyId, because: "it was deactivated by hand" };

/** From the newest version on, also when somebody has made an older one current by hand. */
function graceEnd(
    versions: readonly StoredVersion[],
    now: Date,
    { graceMs }: RotationPolicy,
): Date {
    const times = versions
        .filter(({ stage }) => stage !== "pending")
        .map(({ storedAt }) => storedAt.getTime());
    return new Date(Math.max(...times, now.getTime() - graceMs) + graceMs);
}

const msSince = (then: Date, now: Date): number => now.getTime() - then.getTime();
