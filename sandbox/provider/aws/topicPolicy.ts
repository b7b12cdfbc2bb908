import type { ManagedType } from "../resource";
import type { Props } from "../values";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";

/** The policy of a topic. Its id is the topic's ARN. A topic always has one, so that it goes with the topic. */
export const topicPolicy: ManagedType<AwsContext> = {
    token: "aws:sns/topicPolicy:TopicPolicy",
    inputs: {
        arn: { type: "string", required: true, replaces: true },
        policy: { type: "policy", required: true },
    },
    outputs: {},
    uniqueBy: ["arn"],

    async create(inputs, aws) {
        await putPolicy(inputs, aws);
        return { id: text(inputs, "arn"), outputs: {} };
    },

    async read(id, _prior, aws) {
        const sns = await aws.sns();
        const found = await unlessGone(sns.getTopicAttributes({ TopicArn: id }));
        const policy = found?.Attributes?.["Policy"];
        return policy === undefined ? undefined : { arn: id, policy };
    },

    async update(_id, _olds, news, aws) {
        await putPolicy(news, aws);
        return {};
    },

    async delete(id, _state, aws) {
        const sns = await aws.sns();
        const [, partition = "", , , account = ""] = id.split(":");
        // AWS has no call that takes it away; the provider leaves the topic to its own account.
        const policy = {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
                    Action: "sns:*",
                    Resource: id,
                },
            ],
        };
        await unlessGone(
            sns.setTopicAttributes({
                TopicArn: id,
                AttributeName: "Policy",
                AttributeValue: JSON.stringify(policy),
            }),
        );
    },
};

const putPolicy = async (inputs: Props, aws: AwsContext): Promise<void> => {
    const sns = await aws.sns();
    await sns.setTopicAttributes({
        TopicArn: text(inputs, "arn"),
        AttributeName: "Policy",
        AttributeValue: text(inputs, "policy"),
    });
};
