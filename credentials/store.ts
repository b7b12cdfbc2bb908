import type { Finding } from "./findings";

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
    /** The key that the version holds; none if it isn't of a rotation's making, so that nothing says what is in it. */
    readonly accessKeyId?: string;
    readonly stage: Stage;
    readonly storedAt: Date;
    /** Whether the promotion that made it current was cut short, so that it is labelled as pending too. */
    readonly isPendingToo?: true;
}

/** A version of which it is known which key it holds. */
export type KeyVersion = StoredVersion & { readonly accessKeyId: string };

export const holdsKey = (version: StoredVersion): version is KeyVersion =>
    version.accessKeyId !== undefined;

/** Where an identity's secret is. */
export interface SecretLocation {
    /** IAM user name, e.g. `PSKNonprodServiceAccount`. */
    readonly identity: string;
    /** What the store finds it by: the secret's ARN, a path, or the title of an item. */
    readonly id: string;
    /** ARN of the IAM user whose secret it is. */
    readonly identityArn?: string;
    /** ARNs of those that may read it, as far as the store's own policy of the secret says so. */
    readonly readers?: readonly string[];
}

/**
 * The secret was changed between the read and the write. Rotation reads it again and goes on from there.
 * `promote` throws it when the current version is another one than it has just read (added for two rotations at once).
 */
export class StoreConflict extends Error {}

/** The current version can be read, and holds no credential. */
export class NoCredential extends Error {
    constructor(
        message: string,
        /** Whether there is nothing in it at all. */
        readonly isEmpty = false,
    ) {
        super(message);
    }
}

/**
 * A secrets store, as rotation needs it. Every call is idempotent: made twice, it does what it does once.
 *
 * Implementations never put a secret into an error, a log or a process argument.
 */
export interface CredentialStore {
    /** What messages call it, e.g. `AWS Secrets Manager`. */
    readonly name: string;
    /** Whether an earlier version can be made the current one again by a run that doesn't know its secret. */
    readonly restores: boolean;
    /**
     * Kind and place of the secret, e.g. `vault https://vault.example.com:8200 secret/iam-profiles/nonprod/PSKDeploy`:
     * two stores with the same one are the same.
     */
    place(secret: SecretLocation): string;
    /** @throws Error that says why nothing can be stored there, and what to do; asked before anything else */
    requireUsable(secret: SecretLocation): Promise<void>;
    /** What is wrong with the secret as a whole, for `credentials status`. @throws Error if it can't be read */
    findings(secret: SecretLocation): Promise<readonly Finding[]>;
    /** Versions, newest first; none if the secret is empty. @throws Error if it isn't there */
    versions(secret: SecretLocation): Promise<readonly StoredVersion[]>;
    /** Stores a new key as the pending version, in place of any other pending one. */
    putPending(secret: SecretLocation, credential: Credential): Promise<void>;
    /**
     * Makes the version of this key the current one; the current one becomes the previous. If the store `restores`, that
     * may be an earlier version too.
     *
     * @throws StoreConflict
     */
    promote(secret: SecretLocation, accessKeyId: string): Promise<void>;
    /**
     * Takes the version of this key out of use, so that it is no longer handed out. Of the current one, it takes only what
     * is left of being pending.
     */
    discard(secret: SecretLocation, accessKeyId: string): Promise<void>;
    /** The current credential, for those who may read it. @throws NoCredential; Error if it may not be read */
    readCurrent(secret: SecretLocation): Promise<Credential>;
}
