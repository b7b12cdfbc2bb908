import type { UserKind, TrustClass } from "../platform/naming";
import type { IdentityRecords, KeyRecord } from "./keyRecords";
import type { CredentialStore, SecretLocation } from "./store";

/** A service account whose access key is rotated. */
export interface Target {
    /** IAM user name, e.g. `PSKNonprodServiceAccount`. */
    readonly identity: string;
    readonly identityArn: string;
    readonly trustClass: TrustClass;
    readonly kind: UserKind;
    readonly secret: SecretLocation;
    /** A role that the identity may assume: a new key counts as working when it does. */
    readonly probeRoleArn: string;
}

/** An access key as IAM lists it. */
export interface AccessKey {
    readonly accessKeyId: string;
    readonly active: boolean;
    readonly createdAt: Date;
}

/** A key that was just made. Its secret is nowhere else. */
export interface MintedKey {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly createdAt: Date;
}

/** IAM's calls on one user's access keys. None puts a secret into an error. */
export interface KeyService {
    /** @throws Error naming the user, if it isn't there */
    list(identity: string): Promise<readonly AccessKey[]>;
    /** @returns undefined if the user has as many keys as IAM allows */
    create(identity: string): Promise<MintedKey | undefined>;
    /** A key that is gone counts as done. */
    deactivate(identity: string, accessKeyId: string): Promise<void>;
    /** A key that is gone counts as done. */
    remove(identity: string, accessKeyId: string): Promise<void>;
    /** @returns undefined if it never was, as far as AWS knows */
    lastUsed(accessKeyId: string): Promise<Date | undefined>;
}

/** The records of an identity's keys: see `keyRecords`. */
export interface RecordService {
    /** @throws Error naming the user, if it isn't there */
    read(identity: string): Promise<IdentityRecords>;
    /** Binds the identity to a store, given by its kind and place. */
    bind(identity: string, place: string): Promise<unknown>;
    write(identity: string, accessKeyId: string, record: KeyRecord): Promise<unknown>;
    forget(identity: string, accessKeyId: string): Promise<unknown>;
}

/**
 * Waits until a new key works: STS knows it as the target's user in the target's account, and the probe role can be
 * assumed with it.
 *
 * @throws Error if it doesn't within the time that IAM may take
 */
export type KeyVerifier = (target: Target, key: MintedKey) => Promise<void>;

/**
 * Whose key it is, as STS says: the ARN of the user.
 *
 * @returns undefined if STS doesn't accept the key
 */
export type KeyOwner = (
    key: Pick<MintedKey, "accessKeyId" | "secretAccessKey">,
) => Promise<string | undefined>;

/** What rotation and status work on; `awsServices` makes them. */
export interface CredentialServices {
    readonly keys: KeyService;
    readonly records: RecordService;
    readonly store: CredentialStore;
    readonly verify: KeyVerifier;
    readonly ownerOf: KeyOwner;
}

export const dayMs = 24 * 3600_000;
/** Default time for which the old key works beside the new one. */
export const defaultGraceMs = dayMs;
/** Default age of a key at which its rotation is due. */
export const defaultMaxAgeMs = 90 * dayMs;
/** Default number of identities that are worked on at once. */
export const defaultAtOnce = 10;

/** An access key's id as it is shown: the last four characters. */
export const shortKeyId = (accessKeyId: string): string => `…${accessKeyId.slice(-4)}`;
