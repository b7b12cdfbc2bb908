import { randomBytes } from "node:crypto";

import { awsError } from "../awsWorld";

/** An access key that IAM made. */
export interface Key {
    readonly id: string;
    readonly secret: string;
    readonly createdAt: Date;
    active: boolean;
    lastUsed?: Date;
}

/** An IAM user, its keys and tags, and the one role that it may assume. */
export interface User {
    readonly name: string;
    readonly arn: string;
    readonly roleArn: string;
    readonly keys: Map<string, Key>;
    readonly tags: Map<string, string>;
}

/** Input of an IAM call, as far as these calls have it. */
export interface IamInput {
    readonly UserName?: string;
    readonly AccessKeyId?: string;
    readonly Status?: string;
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
    readonly TagKeys?: readonly string[];
}

/** A user has two keys at most. */
const keyQuota = 2;

/**
 * Users in memory, as IAM answers for them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
export class Users {
    private readonly byName = new Map<string, User>();
    /** Users by the ids of their keys, also of those that are gone. */
    private readonly byKey = new Map<string, User>();
    readonly minted = new Set<string>();

    add(user: User): void {
        this.byName.set(user.name, user);
    }

    /** The user whose key it is, and the key. */
    holder(accessKeyId: string | undefined): { user: User; key: Key } | undefined {
        const user = this.byKey.get(accessKeyId ?? "");
        const key = user?.keys.get(accessKeyId ?? "");
        return user === undefined || key === undefined ? undefined : { user, key };
    }

    /**
     * @param now dates what is made
     * @param reportsUse whether GetAccessKeyLastUsed knows a date
     */
    readonly calls: Readonly<
        Record<string, (input: IamInput, now: Date, reportsUse: boolean) => object>
    > = {
        CreateAccessKeyCommand: ({ UserName }, createdAt) => {
            const user = this.user(UserName);
            const { name, keys } = user;
            if (keys.size >= keyQuota) throw awsError("LimitExceededException", 409);
            const key = { id: newKeyId(), secret: newSecret(), createdAt, active: true };
            keys.set(key.id, key);
            this.byKey.set(key.id, user);
            this.minted.add(key.secret);
            return { AccessKey: { ...keyMetadata(name, key), SecretAccessKey: key.secret } };
        },
        ListAccessKeysCommand: ({ UserName }) => {
            const { name, keys } = this.user(UserName);
            return { AccessKeyMetadata: [...keys.values()].map((key) => keyMetadata(name, key)) };
        },
        UpdateAccessKeyCommand: (input) => {
            this.key(input).active = input.Status === "Active";
            return {};
        },
        DeleteAccessKeyCommand: (input) => {
            this.user(input.UserName).keys.delete(this.key(input).id);
            return {};
        },
        GetAccessKeyLastUsedCommand: ({ AccessKeyId }, _, reportsUse) => {
            const held = this.holder(AccessKeyId);
            if (held === undefined) throw awsError("NoSuchEntityException", 404);
            return {
                UserName: held.user.name,
                AccessKeyLastUsed: { LastUsedDate: reportsUse ? held.key.lastUsed : undefined },
            };
        },
        ListUserTagsCommand: ({ UserName }) => ({
            Tags: [...this.user(UserName).tags].map(([Key, Value]) => ({ Key, Value })),
            IsTruncated: false,
        }),
        TagUserCommand: ({ UserName, Tags = [] }) => {
            for (const { Key, Value } of Tags) this.user(UserName).tags.set(Key, Value);
            return {};
        },
        UntagUserCommand: ({ UserName, TagKeys = [] }) => {
            for (const key of TagKeys) this.user(UserName).tags.delete(key);
            return {};
        },
    };

    private user(name: string | undefined): User {
        const user = this.byName.get(name ?? "");
        if (user === undefined) throw awsError("NoSuchEntityException", 404);
        return user;
    }

    private key({ UserName, AccessKeyId }: IamInput): Key {
        const key = this.user(UserName).keys.get(AccessKeyId ?? "");
        if (key === undefined) throw awsError("NoSuchEntityException", 404);
        return key;
    }
}

const keyMetadata = (UserName: string, { id, active, createdAt }: Key) => ({
    UserName,
    AccessKeyId: id,
    Status: active ? "Active" : "Inactive",
    CreateDate: createdAt,
});

const newKeyId = (): string => `AKIA${randomBytes(8).toString("hex").toUpperCase()}`;
const newSecret = (): string => randomBytes(30).toString("base64");
