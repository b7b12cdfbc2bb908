import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    GetAccessKeyLastUsedCommand,
    ListAccessKeysCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";

import { retrying } from "./retry";
import type { Sleep } from "./retry";
import type { KeyService } from "./target";

/**
 * Access keys in IAM.
 *
 * @param iam makes one attempt per call (`maxAttempts: 1`): a second CreateAccessKey would make a second key
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export function iamKeys(iam: IAMClient, sleep: Sleep): KeyService {
    return {
        async list(UserName) {
            // A user has two at most, so there is one page.
            const { AccessKeyMetadata: keys = [] } = await retrying(
                () => iam.send(new ListAccessKeysCommand({ UserName })),
                sleep,
            );
            return keys.map(({ AccessKeyId, Status, CreateDate }) => ({
                accessKeyId: known("ListAccessKeys", AccessKeyId),
                active: Status === "Active",
                createdAt: known("ListAccessKeys", CreateDate),
            }));
        },

        async create(UserName) {
            try {
                const { AccessKey: key } = await retrying(
                    () => iam.send(new CreateAccessKeyCommand({ UserName })),
                    sleep,
                    false,
                );
                return {
                    accessKeyId: known("CreateAccessKey", key?.AccessKeyId),
                    secretAccessKey: known("CreateAccessKey", key?.SecretAccessKey),
                    createdAt: known("CreateAccessKey", key?.CreateDate),
                };
            } catch (error) {
                if (nameOf(error) === "LimitExceededException") return undefined;
                throw error;
            }
        },

        deactivate: (UserName, AccessKeyId) =>
            unlessGone(() =>
                retrying(
                    () =>
                        iam.send(
                            new UpdateAccessKeyCommand({
                                UserName,
                                AccessKeyId,
                                Status: "Inactive",
                            }),
                        ),
                    sleep,
                ),
            ),

        remove: (UserName, AccessKeyId) =>
            unlessGone(() =>
                retrying(
                    () => iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })),
                    sleep,
                ),
            ),

        async lastUsed(AccessKeyId) {
            const { AccessKeyLastUsed: last } = await retrying(
                () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })),
                sleep,
            );
            return last?.LastUsedDate;
        },
    };
}

async function unlessGone(call: () => Promise<unknown>): Promise<void> {
    try {
        await call();
    } catch (error) {
        if (nameOf(error) !== "NoSuchEntityException") throw error;
    }
}

const nameOf = (error: unknown): string => (error as Error).name;

function known<Value>(call: string, value: Value | undefined): Value {
    if (value === undefined) throw new Error(`IAM's answer to ${call} is incomplete; try again`);
    return value;
}
