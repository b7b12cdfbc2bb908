import type {
    ObjectLockEnabled,
    ObjectLockRule,
    ObjectOwnership,
    PublicAccessBlockConfiguration,
    S3,
    ServerSideEncryptionRule,
    BucketVersioningStatus,
} from "@aws-sdk/client-s3";

import type { ManagedType, PropertySchema } from "../resource";
import { isObject } from "../values";
import type { Props, Value } from "../values";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";

/** A setting of a bucket, which has it once: how it is written, read and taken away. */
interface Setting {
    /** E.g. `BucketVersioning`. */
    readonly name: string;
    readonly inputs: Readonly<Record<string, PropertySchema>>;
    readonly put: (s3: S3, Bucket: string, inputs: Props) => Promise<unknown>;
    /** @returns `undefined` where the bucket has none */
    readonly get: (s3: S3, Bucket: string) => Promise<Props | undefined>;
    /** @default S3 has no way to take it away; it goes with the bucket */
    readonly remove?: (s3: S3, Bucket: string) => Promise<unknown>;
}

const flags = [
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
] as const;

const settings: readonly Setting[] = [
    {
        name: "BucketPolicy",
        inputs: { policy: { type: "policy", required: true } },
        put: (s3, Bucket, inputs) => s3.putBucketPolicy({ Bucket, Policy: text(inputs, "policy") }),
        get: async (s3, Bucket) => {
            const { Policy } = await s3.getBucketPolicy({ Bucket });
            return Policy === undefined ? undefined : { policy: Policy };
        },
        remove: (s3, Bucket) => s3.deleteBucketPolicy({ Bucket }),
    },
    {
        name: "BucketPublicAccessBlock",
        inputs: Object.fromEntries(
            flags.map((flag) => [flag, { type: "boolean", default: false }] as const),
        ),
        put: (s3, Bucket, inputs) =>
            s3.putPublicAccessBlock({
                Bucket,
                PublicAccessBlockConfiguration: toAws(
                    pick(inputs, flags),
                ) as PublicAccessBlockConfiguration,
            }),
        get: async (s3, Bucket) => {
            const found = await s3.getPublicAccessBlock({ Bucket });
            return fromAws(found.PublicAccessBlockConfiguration);
        },
        remove: (s3, Bucket) => s3.deletePublicAccessBlock({ Bucket }),
    },
    {
        name: "BucketOwnershipControls",
        inputs: { rule: { type: "tree", required: true } },
        put: (s3, Bucket, { rule }) =>
            s3.putBucketOwnershipControls({
                Bucket,
                OwnershipControls: { Rules: [toAws(rule) as { ObjectOwnership: ObjectOwnership }] },
            }),
        get: async (s3, Bucket) => {
            const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
            const rule = fromAws(OwnershipControls?.Rules?.[0]);
            return rule === undefined ? undefined : { rule };
        },
        remove: (s3, Bucket) => s3.deleteBucketOwnershipControls({ Bucket }),
    },
    {
        name: "BucketServerSideEncryptionConfiguration",
        inputs: { rules: { type: "tree", required: true } },
        put: (s3, Bucket, { rules }) =>
            s3.putBucketEncryption({
                Bucket,
                ServerSideEncryptionConfiguration: {
                    Rules: toAws(rules) as ServerSideEncryptionRule[],
                },
            }),
        get: async (s3, Bucket) => {
            const found = await s3.getBucketEncryption({ Bucket });
            const rules = found.ServerSideEncryptionConfiguration?.Rules ?? [];
            return {
                rules: rules.map(({ ApplyServerSideEncryptionByDefault: byDefault }) => ({
                    applyServerSideEncryptionByDefault: fromAws(byDefault) ?? {},
                })),
            };
        },
        remove: (s3, Bucket) => s3.deleteBucketEncryption({ Bucket }),
    },
    {
        name: "BucketVersioning",
        inputs: { versioningConfiguration: { type: "tree", required: true } },
        put: (s3, Bucket, { versioningConfiguration }) =>
            s3.putBucketVersioning({
                Bucket,
                VersioningConfiguration: toAws(versioningConfiguration) as {
                    Status: BucketVersioningStatus;
                },
            }),
        get: async (s3, Bucket) => {
            const { Status } = await s3.getBucketVersioning({ Bucket });
            return Status === undefined
                ? undefined
                : { versioningConfiguration: { status: Status } };
        },
    },
    {
        name: "BucketObjectLockConfiguration",
        inputs: {
            objectLockEnabled: { type: "string", default: "Enabled", replaces: true },
            rule: { type: "tree" },
        },
        put: (s3, Bucket, { objectLockEnabled, rule }) =>
            s3.putObjectLockConfiguration({
                Bucket,
                ObjectLockConfiguration: {
                    ObjectLockEnabled: objectLockEnabled as ObjectLockEnabled,
                    ...(rule === undefined ? {} : { Rule: toAws(rule) as ObjectLockRule }),
                },
            }),
        get: async (s3, Bucket) => {
            const { ObjectLockConfiguration: found } = await s3.getObjectLockConfiguration({
                Bucket,
            });
            return found?.ObjectLockEnabled === undefined
                ? undefined
                : {
                      objectLockEnabled: found.ObjectLockEnabled,
                      rule: { defaultRetention: fromAws(found.Rule?.DefaultRetention) ?? {} },
                  };
        },
    },
];

/** The settings of buckets that the stand-in knows, each a resource whose id is the bucket's name. */
export const bucketSettings: readonly ManagedType<AwsContext>[] = settings.map(
    ({ name, inputs, put, get, remove }) => ({
        token: `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
        inputs: { bucket: { type: "string", required: true, replaces: true }, ...inputs },
        outputs: {},
        uniqueBy: ["bucket"],
        async create(given, aws) {
            await put(await aws.s3(), text(given, "bucket"), given);
            return { id: text(given, "bucket"), outputs: {} };
        },
        async read(id, _prior, aws) {
            const found = await unlessGone(get(await aws.s3(), id));
            return found === undefined ? undefined : { bucket: id, ...found };
        },
        async update(id, _olds, news, aws) {
            await put(await aws.s3(), id, news);
            return {};
        },
        async delete(id, _state, aws) {
            if (remove !== undefined) await unlessGone(remove(await aws.s3(), id));
        },
    }),
);

const pick = (props: Props, names: readonly string[]): Props =>
    Object.fromEntries(names.map((name) => [name, props[name] ?? null]));

/** Names of Pulumi's that aren't S3's with a small first letter. */
const special: readonly (readonly [pulumi: string, aws: string])[] = [
    ["sseAlgorithm", "SSEAlgorithm"],
    ["kmsMasterKeyId", "KMSMasterKeyID"],
];

const awsName = (name: string): string =>
    special.find(([pulumi]) => pulumi === name)?.[1] ??
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const pulumiName = (name: string): string =>
    special.find(([, aws]) => aws === name)?.[0] ??
    `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** A value under S3's names. */
function toAws(value: Value | undefined): unknown {
    if (Array.isArray(value)) return value.map((item: Value) => toAws(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [awsName(name), toAws(part)]),
    );
}

/** What S3 says, under Pulumi's names; `undefined` if it says nothing. */
const fromAws = (found: object | undefined): Readonly<Record<string, Value>> | undefined =>
    found &&
    Object.fromEntries(
        Object.entries(found)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [pulumiName(name), value as Value]),
    );
