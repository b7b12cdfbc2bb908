import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";

/** A subscription of a topic. Its id is its ARN, also before it is confirmed. */
export const topicSubscription: ManagedType<AwsContext> = {
    token: "aws:sns/topicSubscription:TopicSubscription",
    inputs: {
        topic: { type: "string", required: true, replaces: true },
        protocol: { type: "string", required: true, replaces: true },
        endpoint: { type: "string", required: true, replaces: true },
    },
    outputs: { arn: {} },
    uniqueBy: ["topic", "protocol", "endpoint"],

    async create(inputs, aws) {
        const sns = await aws.sns();
        const { SubscriptionArn: arn } = await sns.subscribe({
            TopicArn: text(inputs, "topic"),
            Protocol: text(inputs, "protocol"),
            Endpoint: text(inputs, "endpoint"),
            ReturnSubscriptionArn: true,
        });
        if (arn === undefined) throw new Error("Subscribe returned no ARN");
        return { id: arn, outputs: { arn } };
    },

    async read(id, _prior, aws) {
        const sns = await aws.sns();
        const found = await unlessGone(sns.getSubscriptionAttributes({ SubscriptionArn: id }));
        const attributes = found?.Attributes;
        return (
            attributes && {
                topic: attributes["TopicArn"] ?? null,
                protocol: attributes["Protocol"] ?? null,
                endpoint: attributes["Endpoint"] ?? null,
                arn: id,
            }
        );
    },

    update: () => Promise.resolve({}),

    async delete(id, _state, aws) {
        const sns = await aws.sns();
        await unlessGone(sns.unsubscribe({ SubscriptionArn: id }));
    },
};
