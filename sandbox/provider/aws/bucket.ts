import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate } from "./tags";

/** A bucket of S3. Its id is its name; its settings are resources of their own (bucketSettings.ts). */
export const bucket: ManagedType<AwsContext> = {
    token: "aws:s3/bucket:Bucket",
    inputs: {
        bucket: { type: "string", required: true, replaces: true },
        objectLockEnabled: { type: "boolean", default: false, replaces: true },
        ...tagInputs,
    },
    outputs: { arn: {} },
    uniqueBy: ["bucket"],

    async create(inputs, aws) {
        const s3 = await aws.s3();
        const name = text(inputs, "bucket");
        await s3.createBucket({
            Bucket: name,
            ObjectLockEnabledForBucket: inputs["objectLockEnabled"] === true,
        });
        const TagSet = tagsToCreate(inputs);
        if (TagSet.length > 0) await s3.putBucketTagging({ Bucket: name, Tagging: { TagSet } });
        return { id: name, outputs: { arn: `arn:aws:s3:::${name}` } };
    },

    async read(id, prior, aws) {
        const s3 = await aws.s3();
        if ((await unlessGone(s3.headBucket({ Bucket: id }))) === undefined) return undefined;
        const lock = await unlessGone(s3.getObjectLockConfiguration({ Bucket: id }));
        const tagging = await unlessGone(s3.getBucketTagging({ Bucket: id }));
        const isLocked = lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
        return {
            bucket: id,
            objectLockEnabled: isLocked,
            ...tagsFound(tagging?.TagSet, prior, aws),
            arn: `arn:aws:s3:::${id}`,
        };
    },

    async update(id, _olds, news, aws) {
        const s3 = await aws.s3();
        // All tags at once; without any, S3 wants them deleted.
        const TagSet = tagsToCreate(news);
        if (TagSet.length > 0) await s3.putBucketTagging({ Bucket: id, Tagging: { TagSet } });
        else await s3.deleteBucketTagging({ Bucket: id });
        return {};
    },

    async delete(id, _state, aws) {
        const s3 = await aws.s3();
        await unlessGone(s3.deleteBucket({ Bucket: id }));
    },
};
