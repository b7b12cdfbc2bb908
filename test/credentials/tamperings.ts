import {
    DeleteAccessKeyCommand,
    TagUserCommand,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import {
    DeleteResourcePolicyCommand,
    DeleteSecretCommand,
    PutSecretValueCommand,
    RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";

import type { FindingCode } from "../../credentials/findings";
import { secretPolicy } from "../../identities/secretPolicy";
import {
    create,
    credentialOf,
    edit,
    editCredential,
    keyOf,
    label,
    policy,
    untag,
    valueOf,
} from "./tamper";
import type { Tampered } from "./tamper";

/** Something that people and other tools do to an identity's keys and secret. */
export interface Tampering {
    readonly name: string;
    readonly change: (tampered: Tampered) => Promise<unknown>;
    /** What `status` finds: this, and keys that are no longer stored. */
    readonly found: readonly FindingCode[];
    /** What `status --verify` finds besides. */
    readonly verified?: readonly FindingCode[];
    /** Whether `exec` gets a session; what it says if not. */
    readonly exec: true | RegExp;
    /** Why `rotate` refuses, and what mends it; it succeeds else. */
    readonly refused?: RegExp;
    readonly mend?: (tampered: Tampered) => Promise<unknown>;
    /** Whether one key is enough before: IAM takes two. */
    readonly alone?: true;
    /** Whether it is done in IAM alone, so that it is the same with any store. */
    readonly inIam?: true;
    /** What no rotation mends: the advice names another command. */
    readonly stays?: readonly FindingCode[];
}

const noCredential = /holds no credential|says that it is/;

export const tamperings: readonly Tampering[] = [
    {
        name: "the secret is edited in the console: the same JSON, printed anew",
        change: async (t) =>
            edit(t, JSON.stringify(JSON.parse(await valueOf(t.world, t.target)), undefined, 4)),
        found: ["current-foreign", "no-current"],
        exec: true,
    },
    {
        name: "a key of its own was made and stored by hand",
        alone: true,
        change: async (t) => editCredential(t, await create(t)),
        found: ["current-foreign", "no-current"],
        exec: true,
    },
    {
        name: "another identity's credential is stored",
        change: async (t) => edit(t, await valueOf(t.world, t.other)),
        found: ["current-foreign", "no-current"],
        verified: ["current-wrong"],
        exec: /says that it is arn:aws:iam::111111111111:user\/PSKServiceAccounts\/nonprod\/\w+'s, not/,
    },
    {
        name: "another identity's key is stored as this one's",
        change: async (t) => {
            const { accessKeyId, secretAccessKey } = await credentialOf(t.world, t.other);
            await editCredential(t, { accessKeyId, secretAccessKey });
        },
        found: ["current-foreign", "no-current"],
        verified: ["current-wrong"],
        exec: /the stored key …\w{4} is arn:aws:iam::111111111111:user\/\S+'s, not/,
    },
    {
        name: "another identity's version is stored, named as rotation names them",
        change: async (t) => {
            const { accessKeyId } = await credentialOf(t.world, t.other);
            await t.world.admin.secretsManager.send(
                new PutSecretValueCommand({
                    SecretId: t.target.secret.id,
                    SecretString: await valueOf(t.world, t.other),
                    ClientRequestToken: `${accessKeyId}-iam-profiles`,
                    VersionStages: ["AWSCURRENT"],
                }),
            );
        },
        found: ["current-gone"],
        verified: ["current-wrong"],
        exec: noCredential,
    },
    {
        name: "its own ARN is replaced",
        change: (t) => editCredential(t, { identityArn: t.other.identityArn }),
        found: ["current-foreign", "no-current"],
        verified: ["current-wrong"],
        exec: noCredential,
    },
    {
        name: "the key's secret is mistyped",
        change: (t) => editCredential(t, { secretAccessKey: "A".repeat(40) }),
        found: ["current-foreign", "no-current"],
        verified: ["current-wrong"],
        exec: /STS doesn't accept the stored key/,
    },
    {
        name: "the value is no JSON",
        change: (t) => edit(t, "not JSON"),
        found: ["current-foreign", "no-current"],
        verified: ["current-wrong"],
        exec: noCredential,
    },
    {
        name: "the value is JSON of something else",
        change: (t) => edit(t, '{"username":"admin"}'),
        found: ["current-foreign", "no-current"],
        verified: ["current-wrong"],
        exec: noCredential,
    },
    {
        name: "the secret is scheduled for deletion",
        change: ({ world, target }) =>
            world.admin.secretsManager.send(
                new DeleteSecretCommand({ SecretId: target.secret.id, RecoveryWindowInDays: 7 }),
            ),
        found: ["scheduled-for-deletion"],
        exec: /restore-secret/,
        refused: /is scheduled for deletion, and takes no key; restore it/,
        mend: ({ world, target }) =>
            world.admin.secretsManager.send(
                new RestoreSecretCommand({ SecretId: target.secret.id }),
            ),
    },
    {
        name: "the resource policy is deleted",
        change: ({ world, target }) =>
            world.admin.secretsManager.send(
                new DeleteResourcePolicyCommand({ SecretId: target.secret.id }),
            ),
        found: ["policy-missing"],
        exec: true,
        stays: ["policy-missing"],
    },
    {
        name: "the resource policy is opened",
        change: (t) => policy(t, secretPolicy(["arn:aws:iam::111111111111:user/Mallory"])),
        found: ["policy-changed"],
        exec: true,
        stays: ["policy-changed"],
    },
    {
        name: "the previous version loses its label",
        change: async (t) => label(t, "AWSPREVIOUS", (await keyOf(t, "previous")).AccessKeyId),
        found: ["superseded"],
        exec: true,
    },
    {
        name: "the previous version is made current again",
        change: async (t) => {
            const current = (await keyOf(t, "current")).AccessKeyId;
            await label(t, "AWSCURRENT", current, (await keyOf(t, "previous")).AccessKeyId);
        },
        found: [],
        exec: true,
    },
    {
        name: "a pending version is left",
        change: (t) => edit(t, "{}", ["AWSPENDING"]),
        found: ["unfinished"],
        exec: true,
        stays: ["unfinished"],
    },
    {
        name: "the current version has the pending label",
        change: async (t) =>
            label(t, "AWSPENDING", undefined, (await keyOf(t, "current")).AccessKeyId),
        found: ["pending-label"],
        exec: true,
    },
    {
        name: "the current key is deactivated",
        change: async (t) =>
            t.world.admin.iam.send(
                new UpdateAccessKeyCommand({ ...(await keyOf(t, "current")), Status: "Inactive" }),
            ),
        found: ["current-inactive"],
        verified: ["current-wrong"],
        exec: /STS doesn't accept the stored key/,
    },
    {
        name: "the current key is deleted",
        change: async (t) =>
            t.world.admin.iam.send(new DeleteAccessKeyCommand(await keyOf(t, "current"))),
        found: ["current-gone"],
        verified: ["current-wrong"],
        exec: /STS doesn't accept the stored key/,
    },
    {
        name: "the previous key is deleted",
        change: async (t) =>
            t.world.admin.iam.send(new DeleteAccessKeyCommand(await keyOf(t, "previous"))),
        found: ["version-gone"],
        exec: true,
    },
    {
        name: "a third party made a key and uses it",
        inIam: true,
        alone: true,
        change: async (t) => t.use(await create(t)),
        found: ["third-party-key"],
        exec: true,
    },
    {
        name: "a third party made a key, used it and deactivated it",
        inIam: true,
        alone: true,
        change: async (t) => {
            const key = await create(t);
            await t.use(key);
            await t.world.admin.iam.send(
                new UpdateAccessKeyCommand({
                    UserName: t.target.identity,
                    AccessKeyId: key.accessKeyId,
                    Status: "Inactive",
                }),
            );
        },
        found: ["inactive"],
        exec: true,
    },
    {
        name: "the tag of the store names another one",
        inIam: true,
        change: ({ world, target }) =>
            world.admin.iam.send(
                new TagUserCommand({
                    UserName: target.identity,
                    Tags: [{ Key: "iam-profiles:store", Value: "vault https://vault a/b" }],
                }),
            ),
        found: ["wrong-store"],
        exec: true,
        refused: /is bound to vault https:\/\/vault a\/b, and this is \w+/,
        mend: (t) => untag(t, (name) => name !== "iam-profiles:store"),
    },
    {
        name: "the tag of the store is removed",
        inIam: true,
        change: (t) => untag(t, (name) => name !== "iam-profiles:store"),
        found: ["not-bound"],
        exec: true,
    },
    {
        name: "all tags are removed",
        inIam: true,
        change: (t) => untag(t, () => false),
        found: ["not-bound"],
        exec: true,
    },
];
