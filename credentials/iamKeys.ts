import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    GetAccessKeyLastUsedCommand,
    ListAccessKeysCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";

import { calling } from "./awsCall";
import type { Sleep } from "./retry";
import { shortKeyId } from "./target";
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
            const { AccessKeyMetadata: keys = [] } = await calling(
                { service: "IAM", call: "ListAccessKeys", subject: UserName },
                sleep,
                () => iam.send(new ListAccessKeysCommand({ UserName })),
            );
            return keys.map(({ AccessKeyId, Status, CreateDate }) => ({
                accessKeyId: known("ListAccessKeys", AccessKeyId),
                active: Status === "Active",
                createdAt: known("ListAccessKeys", CreateDate),
            }));
        },

        async create(UserName) {
            try {
                const { AccessKey: key } = await calling(
                    {
                        service: "IAM",
                        call: "CreateAccessKey",
                        subject: UserName,
                        idempotent: false,
                    },
                    sleep,
                    () => iam.send(new CreateAccessKeyCommand({ UserName })),
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
            unlessGone(
                calling({ service: "IAM", call: "UpdateAccessKey", subject: UserName }, sleep, () =>
                    iam.send(
                        new UpdateAccessKeyCommand({
                            UserName,
                            AccessKeyId,
                            Status: "Inactive",
                        }),
                    ),
                ),
            ),

        remove: (UserName, AccessKeyId) =>
            unlessGone(
                calling({ service: "IAM", call: "DeleteAccessKey", subject: UserName }, sleep, () =>
                    iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })),
                ),
            ),

        async lastUsed(AccessKeyId) {
            const { AccessKeyLastUsed: last } = await calling(
                { service: "IAM", call: "GetAccessKeyLastUsed", subject: shortKeyId(AccessKeyId) },
                sleep,
                () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })),
            );
            return last?.LastUsedDate;
        },
    };
}

async function unlessGone(call: Promise<unknown>): Promise<void> {
    try {
        await call;
    } catch (error) {
        if (nameOf(error) !== "NoSuchEntityException") throw error;
    }
}

const nameOf = (error: unknown): string => (error as Error).name;

function known<Value>(call: string, value: Value | undefined): Value {
    if (value === undefined) throw new Error(`IAM's answer to ${call} is incomplete; try again`);
    return value;
}
