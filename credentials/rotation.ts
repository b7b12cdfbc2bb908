import { idleSince, inactiveKeyStep, isLeftover, isPending, otherKeyStep } from "./otherKeys";
import { currentKey, holdMs, isUnused, msSince } from "./rotationState";
import type {
    Blocked,
    OwnKey,
    RotationPolicy,
    RotationState,
    Step,
    UsedKey,
} from "./rotationState";
import type { KeyVersion } from "./store";

/**
 * The rotation of one identity's access key, as a pure function from what AWS and the store hold to the next thing to do.
 * A run remembers nothing for the next one, so a run that ends anywhere, or runs beside another, is simply followed by the
 * next one.
 *
 * Three rules keep every credential alive that may be in use:
 * - only the run that made a key can make it current, and only within `holdMs` of making it;
 * - a key that is not in use is left to the run that may be making it current, until it was seen unused for `otherRunMs`;
 * - every other key is deactivated before it is deleted, by different runs: see `otherKeys`.
 */

/** IAM's quota. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostKeys = 2;
/** A key of this age, in milliseconds, is no running run's, however wrong its clock: AWS refuses clocks that far off. */
const surelyAbandonedMs = 3600_000;
/** How often it is looked whether another run is done, in milliseconds. */
export const lookAgainMs = 5_000;

export const takenByAnother = "another run stored its own key instead";

/** The next step of a rotation; `done` when there is none. */
export function nextStep(state: RotationState, now: Date, policy: RotationPolicy): Step {
    // Once current it is a key like any other, also when another run's has already followed it.
    if (state.own !== undefined && isUnused(state.own.accessKeyId, state.versions)) {
        return ownStep(state.own, state.versions, now);
    }
    const { keys } = state;
    const current = currentKey(state);
    const others = keys.filter((key) => key !== current);
    const due = isDue(current, now, policy);
    return (
        // Before the first key is made for it.
        (state.isBound ? undefined : ({ do: "bind" } as const)) ??
        adoptStep(state, policy) ??
        goneVersionStep(state) ??
        unlabelStep(state) ??
        currentRecordStep(current) ??
        waitStep(state, now, policy) ??
        restoreStep(state, policy) ??
        // Once another key is pending, nothing says that a rotation left this one.
        firstStep(
            others.filter((key) => isPending(key, state) && isLeftover(key, state)),
            (key) => otherKeyStep(key, state, now, policy),
        ) ??
        // Before anything else is taken away: what is there may be all that works.
        (due && keys.length < mostKeys ? ({ do: "mint" } as const) : undefined) ??
        firstStep(others, (key) => otherKeyStep(key, state, now, policy)) ??
        (current?.active === false ? inactiveKeyStep(current, state, now, policy) : undefined) ??
        forgetStep(state) ?? { do: "done", ...(due ? blockedBy(keys, state, policy) : {}) }
    );
}

const isDue = (current: UsedKey | undefined, now: Date, policy: RotationPolicy): boolean =>
    current?.active !== true ||
    policy.replace.has(current.accessKeyId) ||
    msSince(current.createdAt, now) >= policy.maxAgeMs;

/** Brings the own key into use, or takes it back. */
function ownStep(own: OwnKey, versions: readonly KeyVersion[], now: Date): Step {
    const { accessKeyId, stored, works } = own;
    const pending = versions.some((version) => version.accessKeyId === accessKeyId);
    const because =
        works === false
            ? "it doesn't work"
            : msSince(own.askedAt, now) >= holdMs
              ? "it took too long; another run may have taken it for abandoned"
              : stored && !pending
                ? takenByAnother
                : undefined;
    if (because !== undefined) return { do: pending ? "discard" : "delete", accessKeyId, because };
    if (!stored) return { do: "store", accessKeyId };
    return { do: works === true ? "promote" : "verify", accessKeyId };
}

/**
 * A current version whose key is gone stays until there is a better one. In a store that didn't hold a working credential
 * nothing is discarded: its versions may be another identity's.
 */
function goneVersionStep({ keys, versions, found }: RotationState): Step | undefined {
    if (found !== "credential") return undefined;
    const gone = versions.find(
        ({ accessKeyId, stage }) =>
            stage !== "current" && !keys.some((key) => key.accessKeyId === accessKeyId),
    );
    return gone && { do: "discard", accessKeyId: gone.accessKeyId, because: "its key is gone" };
}

function unlabelStep({ versions }: RotationState): Step | undefined {
    const current = versions.find(({ isPendingToo }) => isPendingToo);
    return current && { do: "unlabel", accessKeyId: current.accessKeyId };
}

const currentRecordStep = (current: UsedKey | undefined): Step | undefined =>
    current?.active === true && current.record?.state !== "current"
        ? { do: "record", accessKeyId: current.accessKeyId, as: "current" }
        : undefined;

/** A key that is recorded is no running run's: runs make keys, and record none before it is current. */
function waitStep(
    { keys, versions, unusedMs }: RotationState,
    now: Date,
    { otherRunMs }: RotationPolicy,
): Step | undefined {
    for (const { accessKeyId, active, createdAt, record } of keys) {
        if (!active || record !== undefined || !isUnused(accessKeyId, versions)) continue;
        const left = otherRunMs - (unusedMs.get(accessKeyId) ?? 0);
        if (left > 0 && msSince(createdAt, now) < surelyAbandonedMs) {
            return { do: "wait", ms: Math.min(left, lookAgainMs), accessKeyId };
        }
    }
    return undefined;
}

/** What was stored by hand stays, as a version that says which key it holds. */
function adoptStep({ byHand, versions }: RotationState, policy: RotationPolicy): Step | undefined {
    if (byHand === undefined) return undefined;
    const isStored = versions.some(
        ({ accessKeyId, stage }) => accessKeyId === byHand && stage === "previous",
    );
    return { do: isStored && policy.restores ? "restore" : "adopt", accessKeyId: byHand };
}

/** The current key was deactivated or deleted, or its version replaced, by hand, while the previous one still works. */
function restoreStep(state: RotationState, { restores, hasten }: RotationPolicy): Step | undefined {
    const hasCurrent = state.versions.some(({ stage }) => stage === "current");
    const isReplaced = hasCurrent || state.found === "foreign";
    if (!restores || !isReplaced || currentKey(state)?.active === true) return undefined;
    const previous = state.versions.find(
        ({ accessKeyId, stage }) =>
            stage === "previous" &&
            accessKeyId !== hasten &&
            state.keys.some((key) => key.accessKeyId === accessKeyId && key.active),
    );
    return previous && { do: "restore", accessKeyId: previous.accessKeyId };
}

function forgetStep({ staleRecords: [accessKeyId] }: RotationState): Step | undefined {
    return accessKeyId === undefined ? undefined : { do: "forget", accessKeyId };
}

/** The key that can make room soonest. */
function blockedBy(
    keys: readonly UsedKey[],
    state: RotationState,
    { graceMs }: RotationPolicy,
): { blockedBy?: Blocked } {
    const current = currentKey(state);
    const candidates = keys
        .filter((key) => key !== current || !key.active)
        .map((key) => ({ accessKeyId: key.accessKeyId, ...untilOf(key, state, graceMs) }))
        .sort((a, b) => (a.until?.getTime() ?? Infinity) - (b.until?.getTime() ?? Infinity));
    return candidates[0] === undefined ? {} : { blockedBy: candidates[0] };
}

function untilOf(key: UsedKey, state: RotationState, graceMs: number): { until?: Date } {
    const { record, active } = key;
    const safe = state.found === "credential" && currentKey(state)?.active === true;
    switch (record?.state) {
        case undefined:
        case "current":
            return {};
        case "superseded":
            return active && safe ? { until: idleSince(key, record.since, graceMs) } : {};
        case "inactive":
            return { until: new Date(record.since.getTime() + graceMs) };
        case "leftover":
            return { until: record.since };
    }
}

function firstStep(
    keys: readonly UsedKey[],
    stepOf: (key: UsedKey) => Step | undefined,
): Step | undefined {
    for (const key of keys) {
        const step = stepOf(key);
        if (step !== undefined) return step;
    }
    return undefined;
}
