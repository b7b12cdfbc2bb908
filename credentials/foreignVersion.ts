import { holdsKey, NoCredential } from "./store";
import type { Credential, KeyVersion, StoredVersion } from "./store";
import type { AccessKey, CredentialServices, Target } from "./target";

/** What a store holds, as far as it is known. */
export interface ResolvedVersions {
    readonly versions: readonly KeyVersion[];
    /** Whether the current version is not of a rotation's making, and holds no working key of the identity that is known. */
    readonly isForeign: boolean;
    /** The working credential of the identity that was stored by hand as the current one. */
    readonly byHand?: Credential;
}

/**
 * The versions with the keys that they hold. A current one that was made by hand is read, if the caller may: when its
 * content is a working key of the identity, it counts as any other.
 */
export async function resolveVersions(
    target: Target,
    stored: readonly StoredVersion[],
    keys: readonly AccessKey[],
    services: Pick<CredentialServices, "store" | "ownerOf">,
): Promise<ResolvedVersions> {
    const versions = stored.filter(holdsKey);
    const current = stored.find(({ stage }) => stage === "current");
    if (current === undefined || holdsKey(current)) return { versions, isForeign: false };
    const content = await readByHand(target, keys, services);
    if (typeof content === "string") return { versions, isForeign: content === "foreign" };
    const { accessKeyId } = content;
    return {
        versions: [{ ...current, accessKeyId }, ...versions],
        isForeign: false,
        byHand: content,
    };
}

/** @returns the credential, or that there is none of this identity */
async function readByHand(
    { secret, identityArn }: Target,
    keys: readonly AccessKey[],
    { store, ownerOf }: Pick<CredentialServices, "store" | "ownerOf">,
): Promise<Credential | "foreign" | "empty"> {
    try {
        const credential = await store.readCurrent(secret);
        const { accessKeyId } = credential;
        const isKnown = keys.some((key) => key.active && key.accessKeyId === accessKeyId);
        if (!isKnown || credential.identityArn !== identityArn) return "foreign";
        return (await ownerOf(credential)) === identityArn ? credential : "foreign";
    } catch (error) {
        if (error instanceof NoCredential) return error.isEmpty ? "empty" : "foreign";
        if (mayNotRead(error)) return "foreign";
        throw error;
    }
}

/** Rotation works without the right to read. */
const mayNotRead = (error: unknown): boolean => {
    const { name, $metadata } = error as Error & {
        readonly $metadata?: { readonly httpStatusCode?: number };
    };
    return /^AccessDenied/.test(name) || $metadata?.httpStatusCode === 403;
};
