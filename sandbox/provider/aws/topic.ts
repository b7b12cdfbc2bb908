import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** A topic of SNS. Its id is its ARN. */
export const topic: ManagedType<AwsContext> = {
    token: "aws:sns/topic:Topic",
    inputs: { name: { type: "string", required: true, replaces: true }, ...tagInputs },
    outputs: { arn: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const sns = await aws.sns();
        const { TopicArn: arn } = await sns.createTopic({
            Name: text(inputs, "name"),
            Tags: tagsToCreate(inputs),
        });
        if (arn === undefined) throw new Error("CreateTopic returned no ARN");
        return { id: arn, outputs: { arn } };
    },

    async read(id, prior, aws) {
        const sns = await aws.sns();
        const found = await unlessGone(sns.getTopicAttributes({ TopicArn: id }));
        if (found === undefined) return undefined;
        const { Tags } = await sns.listTagsForResource({ ResourceArn: id });
        return {
            name: id.slice(id.lastIndexOf(":") + 1),
            ...tagsFound(Tags, prior, aws),
            arn: id,
        };
    },

    async update(id, olds, news, aws) {
        const sns = await aws.sns();
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) await sns.untagResource({ ResourceArn: id, TagKeys: remove });
        if (put.length > 0) await sns.tagResource({ ResourceArn: id, Tags: put });
        return {};
    },

    async delete(id, _state, aws) {
        const sns = await aws.sns();
        await unlessGone(sns.deleteTopic({ TopicArn: id }));
    },
};
