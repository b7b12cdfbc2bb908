import type { Blocked, Step } from "./rotationState";
import { shortKeyId } from "./target";

/** A step for people, e.g. `delete key …ABCD: it was inactive for the grace period`. */
export function stepText(step: Step): string {
    switch (step.do) {
        case "bind":
            return "bind it to this store";
        case "mint":
            return "make a new key";
        case "wait":
            return `wait ${Math.ceil(step.ms / 1000)} s: key ${shortKeyId(step.accessKeyId)} may be another run's`;
        case "done":
            return "done";
        case "record":
            return `record that key ${shortKeyId(step.accessKeyId)} is ${step.as}`;
        case "forget":
            return `forget key ${shortKeyId(step.accessKeyId)}, which is gone`;
        case "store":
        case "verify":
        case "promote":
            return `${step.do} key ${shortKeyId(step.accessKeyId)}`;
        case "adopt":
            return `keep key ${shortKeyId(step.accessKeyId)}, which was stored by hand`;
        case "restore":
            return `make the stored key ${shortKeyId(step.accessKeyId)} current again: what is current now is not usable, or the same`;
        case "unlabel":
            return `take the pending label off key ${shortKeyId(step.accessKeyId)}, which is current`;
        case "discard":
            return `discard the stored key ${shortKeyId(step.accessKeyId)}: ${step.because}`;
        case "deactivate":
        case "delete":
            return `${step.do} key ${shortKeyId(step.accessKeyId)}: ${step.because}`;
    }
}

/** Why a rotation that is due has to wait, and what to do. */
export function blockedText(identity: string, { accessKeyId, until }: Blocked): string {
    const key = shortKeyId(accessKeyId);
    const wait =
        until === undefined
            ? "this run found no credential in the store that works, so it ends no key: find out what changed the store"
            : `it makes room step by step, the next from ${until.toISOString()} on; run it again then`;
    return (
        `a new key is due, but ${identity} has as many as IAM allows, and key ${key} may be in use; ` +
        `${wait}; or, if it is not in use: --identity ${identity} --yes ${accessKeyId.slice(-4)}`
    );
}

/** Why a store is refused. */
export const wrongStoreText = (identity: string, bound: string, place: string): string =>
    `${identity} is bound to ${bound}, and this is ${place}; give the options of that store, ` +
    `or move the identity to this one: iam-profiles credentials rotate --identity ${identity} --rebind`;
