import type { ManagedType } from "../resource";
import type { Props } from "../values";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** A trail of CloudTrail. Its id is its ARN. */
export const trail: ManagedType<AwsContext> = {
    token: "aws:cloudtrail/trail:Trail",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        s3BucketName: { type: "string", required: true },
        isMultiRegionTrail: { type: "boolean", default: false },
        includeGlobalServiceEvents: { type: "boolean", default: true },
        enableLogFileValidation: { type: "boolean", default: false },
        enableLogging: { type: "boolean", default: true },
        ...tagInputs,
    },
    outputs: { arn: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const cloudTrail = await aws.cloudTrail();
        const { TrailARN: arn } = await cloudTrail.createTrail({
            ...settingsOf(inputs),
            TagsList: tagsToCreate(inputs),
        });
        if (arn === undefined) throw new Error("CreateTrail returned no ARN");
        await setLogging(arn, inputs, aws);
        return { id: arn, outputs: { arn } };
    },

    async read(id, prior, aws) {
        const cloudTrail = await aws.cloudTrail();
        const found = await unlessGone(cloudTrail.getTrail({ Name: id }));
        const { Trail: its } = found ?? {};
        if (its?.TrailARN === undefined) return undefined;
        const { IsLogging = false } = await cloudTrail.getTrailStatus({ Name: id });
        const tags = await cloudTrail.listTags({ ResourceIdList: [id] });
        const carried = (tags.ResourceTagList?.[0]?.TagsList ?? []).map(({ Key, Value }) => ({
            Key,
            Value,
        }));
        return {
            name: its.Name ?? null,
            s3BucketName: its.S3BucketName ?? null,
            isMultiRegionTrail: its.IsMultiRegionTrail ?? false,
            includeGlobalServiceEvents: its.IncludeGlobalServiceEvents ?? false,
            enableLogFileValidation: its.LogFileValidationEnabled ?? false,
            enableLogging: IsLogging,
            ...tagsFound(carried, prior, aws),
            arn: its.TrailARN,
        };
    },

    async update(id, olds, news, aws) {
        const cloudTrail = await aws.cloudTrail();
        await cloudTrail.updateTrail({ ...settingsOf(news), Name: id });
        await setLogging(id, news, aws);
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            const TagsList = remove.map((Key) => ({ Key }));
            await cloudTrail.removeTags({ ResourceId: id, TagsList });
        }
        if (put.length > 0) await cloudTrail.addTags({ ResourceId: id, TagsList: put });
        return {};
    },

    async delete(id, _state, aws) {
        const cloudTrail = await aws.cloudTrail();
        await unlessGone(cloudTrail.deleteTrail({ Name: id }));
    },
};

const settingsOf = (inputs: Props) => ({
    Name: text(inputs, "name"),
    S3BucketName: text(inputs, "s3BucketName"),
    IsMultiRegionTrail: inputs["isMultiRegionTrail"] === true,
    IncludeGlobalServiceEvents: inputs["includeGlobalServiceEvents"] === true,
    EnableLogFileValidation: inputs["enableLogFileValidation"] === true,
});

/** A new trail doesn't log. */
async function setLogging(arn: string, inputs: Props, aws: AwsContext): Promise<void> {
    const cloudTrail = await aws.cloudTrail();
    if (inputs["enableLogging"] === true) await cloudTrail.startLogging({ Name: arn });
    else await cloudTrail.stopLogging({ Name: arn });
}
