import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    IAMClient,
    ListAccessKeysCommand,
} from "@aws-sdk/client-iam";

import type { Settings } from "../platform/config";

/** An access key. */
export interface AccessKey {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

/** IAM of the state account, as the local AWS's administrator. */
export const stateIam = (endpoint: string, { account, region }: Settings): IAMClient =>
    new IAMClient({
        endpoint,
        region,
        credentials: { accessKeyId: account.id, secretAccessKey: "sandbox" },
    });

/**
 * Gives users access keys while something is asked of STS in their name. In AWS, people have none at all.
 *
 * @param iam of the state account
 * @param names IAM user names
 * @param use what is asked; it gets the keys by name, which are kept in memory only and deleted afterwards
 */
export async function withTemporaryKeys<T>(
    iam: IAMClient,
    names: readonly string[],
    use: (keys: ReadonlyMap<string, AccessKey>) => Promise<T>,
): Promise<T> {
    const deleteKeys = async (UserName: string): Promise<void> => {
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
        for (const { AccessKeyId } of AccessKeyMetadata) {
            await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
        }
    };
    try {
        const keys = new Map<string, AccessKey>();
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
