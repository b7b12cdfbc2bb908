import { NoCredential } from "./store";
import type { Credential, CredentialStore } from "./store";
import { shortKeyId } from "./target";
import type { KeyOwner, Target } from "./target";

/**
 * A store that hands out the credential of one identity alone: what is stored for it names it, and STS says that the key
 * is its own. Anything else, e.g. another identity's credential, would give a session of other rights.
 *
 * @returns the store, whose `readCurrent` throws an Error that says whose credential it found
 */
export const storeOf = (
    store: CredentialStore,
    target: Target,
    ownerOf: KeyOwner,
): CredentialStore => ({
    ...store,
    async readCurrent(secret) {
        const credential = await store.readCurrent(secret);
        const fault = await credentialFault(credential, target, ownerOf);
        if (fault !== undefined) throw new NoCredential(`${store.place(secret)}: ${fault}`);
        return credential;
    },
});

/** What is wrong with a stored credential, and what to do; none if it is the identity's own and works. */
export async function credentialFault(
    credential: Credential,
    { identity, identityArn }: Pick<Target, "identity" | "identityArn">,
    ownerOf: KeyOwner,
): Promise<string | undefined> {
    const rotate = `rotate it: iam-profiles credentials rotate --identity ${identity} --force`;
    if (credential.identityArn !== identityArn) {
        return `the stored credential says that it is ${plainArn(credential.identityArn)}'s, not ${identity}'s; ${rotate}`;
    }
    const owner = await ownerOf(credential);
    const key = `the stored key ${shortKeyId(credential.accessKeyId)}`;
    if (owner === undefined) {
        return `STS doesn't accept ${key}: it is gone, inactive, or stored with another secret; ${rotate}`;
    }
    return owner === identityArn ? undefined : `${key} is ${owner}'s, not ${identity}'s; ${rotate}`;
}

/** What is stored may be anything; only an ARN is repeated. */
const plainArn = (text: string): string =>
    /^arn:[\w-]+:iam::\d{12}:(user|role)\/[\w+=,.@/-]{1,600}$/.test(text)
        ? text
        : "another identity";
