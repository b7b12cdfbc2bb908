/**
 * An access key as a store keeps it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 */
export interface Credential {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    /** ARN of the IAM user whose key it is. */
    readonly identityArn: string;
    /** When the key was made, as ISO 8601 in UTC. */
    readonly createdAt: string;
    /** When the next rotation is due, as ISO 8601 in UTC. */
    readonly expiresAt: string;
}

/** What a version is for: `pending` until its key is verified, then `current`, then `previous`. */
export type Stage = "pending" | "current" | "previous";

/** A version of an identity's secret, without the secret: no right to read it is needed to rotate. */
export interface StoredVersion {
    /** The key that the version holds. */
    readonly accessKeyId: string;
    readonly stage: Stage;
    readonly storedAt: Date;
}

/** Where an identity's secret is. */
export interface SecretLocation {
    /** IAM user name, e.g. `PSKNonprodServiceAccount`. */
    readonly identity: string;
    /** What the store finds it by: the secret's ARN, or a path. */
    readonly id: string;
}

/**
 * Somebody else changed the secret between the read and the write. Rotation reads it again and goes on from there.
 * `promote` throws it when the current version is another one than it has just read (added for two rotations at once).
 */
export class StoreConflict extends Error {}

/**
 * A secrets store, as rotation needs it. Every call is idempotent: made twice, it does what it does once.
 *
 * Implementations never put a secret into an error, a log or a process argument.
 */
export interface CredentialStore {
    /** What messages call it, e.g. `AWS Secrets Manager`. */
    readonly name: string;
    /** Versions that hold a key, newest first; none if the secret is empty. @throws Error if it isn't there */
    versions(secret: SecretLocation): Promise<readonly StoredVersion[]>;
    /** Stores a new key as the pending version, in place of any other pending one. */
    putPending(secret: SecretLocation, credential: Credential): Promise<void>;
    /** Makes the version of this key the current one; the current one becomes the previous. @throws StoreConflict */
    promote(secret: SecretLocation, accessKeyId: string): Promise<void>;
    /** Takes the version of this key out of use, so that nobody is handed it. Never the current one. */
    discard(secret: SecretLocation, accessKeyId: string): Promise<void>;
    /** The current credential, for those who may read it. @throws Error if there is none or it may not be read */
    readCurrent(secret: SecretLocation): Promise<Credential>;
}
