import type { Credential } from "./store";
import type { MintedKey, Target } from "./target";

/** What the store keeps of a new key. @param maxAgeMs age at which the key is due for rotation, in milliseconds */
export const newCredential = (
    { accessKeyId, secretAccessKey, createdAt }: MintedKey,
    { identityArn }: Target,
    maxAgeMs: number,
): Credential => ({
    accessKeyId,
    secretAccessKey,
    identityArn,
    createdAt: createdAt.toISOString(),
    expiresAt: new Date(createdAt.getTime() + maxAgeMs).toISOString(),
});
