import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    ListAccessKeysCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";

import type { Credential } from "../../credentials/store";
import type { AwsWorld } from "./awsWorld";
import type { Tampering } from "./tamperings";

/** A secret as people change it in a store, past rotation. */
export interface OpenSecret {
    read(): Promise<Credential>;
    /** Stores it anew with other values. */
    set(values: Partial<Credential>): Promise<unknown>;
    /** Changes values, and leaves all else in it as it is. */
    patch(values: Partial<Credential>): Promise<unknown>;
    /** Stores something that is no credential. */
    spoil(): Promise<unknown>;
    /** Brings the former content back. */
    mend(): Promise<unknown>;
    /** Deletes it. */
    clear(): Promise<unknown>;
}

/** What a tampering works with: an identity with one key, which is stored. */
export interface TamperedSecret {
    readonly world: AwsWorld;
    readonly identity: string;
    readonly secret: OpenSecret;
    readonly other: OpenSecret;
}

type StoreName = "Vault" | "1Password";

/** As `Tampering`, where what is found and said may differ by store. */
export interface StoreTampering extends Pick<Tampering, "name" | "verified" | "exec"> {
    readonly change: (tampered: TamperedSecret) => Promise<unknown>;
    readonly found: Readonly<Record<StoreName, Tampering["found"]>>;
    /** Why `rotate` refuses in Vault, until the former content is back. */
    readonly refusedByVault?: RegExp;
    /** Whether it takes `--force`, as the advice says. */
    readonly force?: true;
    /** Whether only a run that may read the secret makes it whole. */
    readonly readable?: true;
}

const byHand = {
    Vault: ["current-foreign", "no-current"],
    "1Password": ["current-gone"],
} as const;
const nothingThere = { Vault: ["no-current"], "1Password": ["no-current"] } as const;

const onlyKey = async ({ world, identity }: TamperedSecret) => {
    const { AccessKeyMetadata: [key] = [] } = await world.admin.iam.send(
        new ListAccessKeysCommand({ UserName: identity }),
    );
    return { UserName: identity, AccessKeyId: key?.AccessKeyId };
};

export const storeTamperings: readonly StoreTampering[] = [
    {
        name: "a key of its own was made and stored by hand",
        change: async ({ world, identity, secret }) => {
            const { AccessKey: key } = await world.admin.iam.send(
                new CreateAccessKeyCommand({ UserName: identity }),
            );
            await secret.set({
                accessKeyId: key?.AccessKeyId ?? "",
                secretAccessKey: key?.SecretAccessKey ?? "",
            });
        },
        found: { Vault: byHand.Vault, "1Password": [] },
        exec: true,
        readable: true,
    },
    {
        name: "another identity's credential is stored",
        change: async ({ secret, other }) => secret.set(await other.read()),
        found: byHand,
        verified: ["current-wrong"],
        exec: /says that it is arn:aws:iam::111111111111:user\/PSKServiceAccounts\/nonprod\/\w+'s, not/,
    },
    {
        name: "another identity's key is stored as this one's",
        change: async ({ secret, other }) => {
            const { accessKeyId, secretAccessKey } = await other.read();
            await secret.set({ accessKeyId, secretAccessKey });
        },
        found: byHand,
        verified: ["current-wrong"],
        exec: /the stored key …\w{4} is arn:aws:iam::111111111111:user\/\S+'s, not/,
    },
    {
        name: "the key's secret is mistyped",
        change: ({ secret }) => secret.patch({ secretAccessKey: "A".repeat(40) }),
        found: { Vault: [], "1Password": [] },
        verified: ["current-wrong"],
        exec: /STS doesn't accept the stored key/,
        force: true,
    },
    {
        name: "its own ARN is replaced",
        change: async ({ secret, other }) =>
            secret.patch({ identityArn: (await other.read()).identityArn }),
        found: { Vault: [], "1Password": [] },
        verified: ["current-wrong"],
        exec: /says that it is/,
        force: true,
    },
    {
        name: "something else is stored",
        change: ({ secret }) => secret.spoil(),
        found: { Vault: ["unreadable"], "1Password": ["no-current"] },
        exec: /holds no credential/,
        refusedByVault: /holds something else than an access key; move it away/,
    },
    {
        name: "the secret is deleted",
        change: ({ secret }) => secret.clear(),
        found: nothingThere,
        exec: /holds no credential/,
    },
    {
        name: "the current key is deactivated",
        change: async (t) =>
            t.world.admin.iam.send(
                new UpdateAccessKeyCommand({ ...(await onlyKey(t)), Status: "Inactive" }),
            ),
        found: { Vault: ["current-inactive"], "1Password": ["current-inactive"] },
        verified: ["current-wrong"],
        exec: /STS doesn't accept the stored key/,
    },
    {
        name: "the current key is deleted",
        change: async (t) => t.world.admin.iam.send(new DeleteAccessKeyCommand(await onlyKey(t))),
        found: { Vault: ["current-gone"], "1Password": ["current-gone"] },
        verified: ["current-wrong"],
        exec: /STS doesn't accept the stored key/,
    },
];
