import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    IAMClient,
    ListAccessKeysCommand,
} from "@aws-sdk/client-iam";

import type { Settings } from "../platform/config";

/** An access key of a person. */
interface PersonsKey {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

/**
 * Gives people access keys while something is asked of STS in their name: without a browser and MFA, they have no other
 * credential. In AWS they have none at all.
 *
 * @param endpoint of the local AWS
 * @param state settings of the state stack
 * @param names IAM user names
 * @param use what is asked; it gets the keys by name, which are kept in memory only and deleted afterwards
 */
export async function withPeoplesKeys<T>(
    endpoint: string,
    state: Settings,
    names: readonly string[],
    use: (keys: ReadonlyMap<string, PersonsKey>) => Promise<T>,
): Promise<T> {
    const iam = new IAMClient({
        endpoint,
        region: state.region,
        credentials: { accessKeyId: state.account.id, secretAccessKey: "sandbox" },
    });
    const deleteKeys = async (UserName: string): Promise<void> => {
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
        for (const { AccessKeyId } of AccessKeyMetadata) {
            await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
        }
    };
    try {
        const keys = new Map<string, PersonsKey>();
        for (const UserName of names) {
            // Those that an earlier run left, when it was killed.
            await deleteKeys(UserName);
            const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
            const { AccessKeyId, SecretAccessKey } = AccessKey ?? {};
            if (AccessKeyId === undefined || SecretAccessKey === undefined) {
                throw new Error(`The local AWS made no access key for ${UserName}; try again.`);
            }
            keys.set(UserName, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey });
        }
        return await use(keys);
    } finally {
        for (const name of names) await deleteKeys(name);
    }
}
