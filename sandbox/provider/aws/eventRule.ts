import type { RuleState } from "@aws-sdk/client-eventbridge";

import type { ManagedType } from "../resource";
import type { Props } from "../values";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { given, text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** A rule of EventBridge, on the default bus. Its id is its name. */
export const eventRule: ManagedType<AwsContext> = {
    token: "aws:cloudwatch/eventRule:EventRule",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        description: { type: "string" },
        eventPattern: { type: "policy", required: true },
        state: { type: "string", default: "ENABLED" },
        ...tagInputs,
    },
    outputs: { arn: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const events = await aws.eventBridge();
        const arn = await putRule(inputs, aws);
        const Tags = tagsToCreate(inputs);
        if (Tags.length > 0) await events.tagResource({ ResourceARN: arn, Tags });
        return { id: text(inputs, "name"), outputs: { arn } };
    },

    async read(id, prior, aws) {
        const events = await aws.eventBridge();
        const found = await unlessGone(events.describeRule({ Name: id }));
        if (found?.Arn === undefined) return undefined;
        const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
        return {
            name: id,
            description: found.Description ?? null,
            eventPattern: found.EventPattern ?? null,
            state: found.State ?? null,
            ...tagsFound(Tags, prior, aws),
            arn: found.Arn,
        };
    },

    async update(_id, olds, news, aws) {
        const events = await aws.eventBridge();
        const arn = await putRule(news, aws);
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) await events.untagResource({ ResourceARN: arn, TagKeys: remove });
        if (put.length > 0) await events.tagResource({ ResourceARN: arn, Tags: put });
        return {};
    },

    async delete(id, _state, aws) {
        const events = await aws.eventBridge();
        await unlessGone(events.deleteRule({ Name: id }));
    },
};

/** PutRule sets all of a rule. @returns its ARN */
async function putRule(inputs: Props, aws: AwsContext): Promise<string> {
    const events = await aws.eventBridge();
    const { RuleArn } = await events.putRule({
        Name: text(inputs, "name"),
        EventPattern: text(inputs, "eventPattern"),
        State: text(inputs, "state") as RuleState,
        ...given(inputs, { Description: "description" }),
    });
    if (RuleArn === undefined) throw new Error("PutRule returned no ARN");
    return RuleArn;
}
