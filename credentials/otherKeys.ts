import { currentKey, holdMs, isUnused, msSince } from "./rotationState";
import type { RotationPolicy, RotationState, Step, UsedKey } from "./rotationState";

/**
 * The end of a key that the store doesn't hand out. A key that may be in use comes to it in three runs at least:
 *
 * 1. one sees that it isn't the current one, and records since when;
 * 2. one deactivates it, when it was unused for the grace period since then; not one that found no working credential in
 *    the store, since that may be the wrong one, or emptied by mistake;
 * 3. one deletes it, when it was inactive for the grace period once more.
 *
 * A key that a rotation left when it was cut short was never handed out: it is deactivated at once, and deleted by the next
 * run. A mistake can be mended until then: what is activated again begins anew.
 */

/**
 * AWS records a key's first use in this time alone, in milliseconds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html#id_credentials_understanding_the_report_format
 */
const useSpanMs = 15 * 60_000;
/** A rotation itself uses the key that it makes, to verify it, for so long after making it at most, in milliseconds. */
const verifiedWithinMs = holdMs + useSpanMs;

/** The next step of a key that isn't the current one. */
export function otherKeyStep(
    key: UsedKey,
    state: RotationState,
    now: Date,
    policy: RotationPolicy,
): Step | undefined {
    const { accessKeyId, record, active } = key;
    if (!active) return inactiveKeyStep(key, state, now, policy);
    if (accessKeyId === policy.hasten) {
        return { do: "deactivate", accessKeyId, because: "as --yes says" };
    }
    if (isLeftover(key, state)) {
        return { do: "deactivate", accessKeyId, because: "a rotation that was cut short left it" };
    }
    if (record?.state !== "superseded") return { do: "record", accessKeyId, as: "superseded" };
    const idle = now.getTime() >= idleSince(key, record.since, policy.graceMs).getTime();
    // While the store handed out nothing that works, any other key may be the only one that works.
    const safe = state.found === "credential" && currentKey(state)?.active === true;
    return idle && safe
        ? { do: "deactivate", accessKeyId, because: "it was unused for the grace period" }
        : undefined;
}

/** The next step of an inactive key, also of one that the store hands out. */
export function inactiveKeyStep(
    key: UsedKey,
    state: RotationState,
    now: Date,
    policy: RotationPolicy,
): Step | undefined {
    const { accessKeyId, record } = key;
    const remove = (because: string): Step => ({ do: "delete", accessKeyId, because });
    if (record?.state !== "inactive" && record?.state !== "leftover") {
        return { do: "record", accessKeyId, as: isLeftover(key, state) ? "leftover" : "inactive" };
    }
    if (state.touched.has(accessKeyId)) return undefined;
    if (accessKeyId === policy.hasten) return remove("as --yes says");
    if (record.state === "leftover") return remove("a rotation that was cut short left it");
    return msSince(record.since, now) >= policy.graceMs
        ? remove("it was inactive for the grace period")
        : undefined;
}

/** When the grace period of a key that was used or superseded last is over. */
export const idleSince = ({ lastUsed }: UsedKey, superseded: Date, graceMs: number): Date =>
    new Date(
        Math.max(
            superseded.getTime() + graceMs,
            lastUsed === undefined || graceMs === 0 ? 0 : lastUsed.getTime() + useSpanMs + graceMs,
        ),
    );

/**
 * Whether a rotation made the key and never made it current: nothing has ever used it, but that rotation to verify it. If
 * the current version is not of a rotation's making, any key may be in it.
 */
export function isLeftover(key: UsedKey, state: RotationState): boolean {
    const { accessKeyId, record, lastUsed, createdAt } = key;
    if (record !== undefined || state.found === "foreign") return false;
    if (!isUnused(accessKeyId, state.versions)) return false;
    if (lastUsed === undefined) return true;
    return isPending(key, state) && msSince(createdAt, lastUsed) <= verifiedWithinMs;
}

/** Whether the store has it as the pending key. */
export const isPending = ({ accessKeyId }: UsedKey, { versions }: RotationState): boolean =>
    versions.some((version) => version.accessKeyId === accessKeyId && version.stage === "pending");
