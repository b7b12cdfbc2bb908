import type { KeyRecord } from "./keyRecords";
import type { KeyVersion } from "./store";
import type { AccessKey } from "./target";

/** How long a run may take from making a key to making it current, in milliseconds. */
export const holdMs = 90_000;

/** The key that this run made: the only one whose secret it knows. */
export interface OwnKey {
    readonly accessKeyId: string;
    /** When this run asked for it, by this machine's clock. */
    readonly askedAt: Date;
    readonly stored: boolean;
    /** Unknown until it was verified. */
    readonly works?: boolean;
}

/** A key with what is known of its use. */
export interface UsedKey extends AccessKey {
    /** None if it never was, as far as AWS knows; not asked for the current key. */
    readonly lastUsed?: Date;
    readonly record?: KeyRecord;
}

/**
 * What a run found in the store at its first look: a working credential of the identity; nothing, or the key of one that
 * is gone or inactive; or something that isn't of a rotation's making, which may hold any key.
 */
export type Found = "credential" | "nothing" | "foreign";

/** What is known of an identity: read anew before each step. */
export interface RotationState {
    readonly keys: readonly UsedKey[];
    readonly versions: readonly KeyVersion[];
    readonly own?: OwnKey;
    /** For how long this run has seen a key that is neither current nor previous, in milliseconds, by its id. */
    readonly unusedMs: ReadonlyMap<string, number>;
    /** Keys that this run deactivated, or was the first to see inactive: a later run deletes them. */
    readonly touched: ReadonlySet<string>;
    readonly found: Found;
    /** The working key that was stored by hand as the current one, in a version that doesn't say so. */
    readonly byHand?: string;
    /** Whether the identity is bound to this store. */
    readonly isBound: boolean;
    /** Records of keys that are gone. */
    readonly staleRecords: readonly string[];
}

export interface RotationPolicy {
    /** For how long a key that may be in use is left alone, and then left inactive, in milliseconds. */
    readonly graceMs: number;
    /** Age at which a key is due, in milliseconds. */
    readonly maxAgeMs: number;
    /** How long an unused key may be another run's, in milliseconds. More than `holdMs`, or 0 if there is no other run. */
    readonly otherRunMs: number;
    /** Keys to rotate though they aren't due. */
    readonly replace: ReadonlySet<string>;
    /** A key that isn't waited for: it may be deactivated at once, or deleted if it is inactive. */
    readonly hasten?: string;
    /** See `CredentialStore.restores`. */
    readonly restores: boolean;
}

/** One thing to do. None holds a secret. */
export type Step =
    /** Binds the identity to the store. */
    | { readonly do: "bind" }
    /** Records what a key is, as of now. */
    | { readonly do: "record"; readonly accessKeyId: string; readonly as: KeyRecord["state"] }
    /** Removes the record of a key that is gone. */
    | { readonly do: "forget"; readonly accessKeyId: string }
    /** Another run may be about to use the key. */
    | { readonly do: "wait"; readonly ms: number; readonly accessKeyId: string }
    | { readonly do: "mint" }
    /** Stores the own key as pending. */
    | { readonly do: "store"; readonly accessKeyId: string }
    | { readonly do: "verify"; readonly accessKeyId: string }
    | { readonly do: "promote"; readonly accessKeyId: string }
    /** Stores the credential that was stored by hand as a version of a rotation's making. */
    | { readonly do: "adopt"; readonly accessKeyId: string }
    /** Makes an earlier version current again, since the current one holds no key that works. */
    | { readonly do: "restore"; readonly accessKeyId: string }
    /** Takes the pending label off the current version, which a promotion that was cut short left. */
    | { readonly do: "unlabel"; readonly accessKeyId: string }
    /** Takes a version out of use. */
    | { readonly do: "discard"; readonly accessKeyId: string; readonly because: string }
    | { readonly do: "deactivate"; readonly accessKeyId: string; readonly because: string }
    | { readonly do: "delete"; readonly accessKeyId: string; readonly because: string }
    /** `blockedBy`: a rotation is due and can't be begun, since the user has all the keys it may have. */
    | { readonly do: "done"; readonly blockedBy?: Blocked };

/** A key that takes the new one's place. */
export interface Blocked {
    readonly accessKeyId: string;
    /** When a run can take the next step towards its end; none if a run found no credential in the store. */
    readonly until?: Date;
}

/** Whether a key is neither current nor previous. */
export const isUnused = (accessKeyId: string, versions: readonly KeyVersion[]): boolean =>
    !versions.some((version) => version.accessKeyId === accessKeyId && version.stage !== "pending");

/** The key that the store hands out. */
export function currentKey({ keys, versions }: RotationState): UsedKey | undefined {
    const current = versions.find(({ stage }) => stage === "current");
    return keys.find((key) => key.accessKeyId === current?.accessKeyId);
}

export const msSince = (then: Date, now: Date): number => now.getTime() - then.getTime();
