import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import * as pulumi from "@pulumi/pulumi";

import type { AccountScope } from "../../platform/naming";
import { policyDocument } from "../../platform/policyDocument";

export interface BreakGlassAlarmArgs {
    /** Account of the role. */
    readonly scope: AccountScope;
    /** Region where the role may be asked for. */
    readonly region: string;
    readonly roleArn: string;
    /** E-mail addresses; each has to confirm AWS's mail. */
    readonly alarm: readonly string[];
}

/**
 * Tells people by e-mail of each request for the role, refused ones too.
 *
 * The rule takes read-only events, which AssumeRole is one of; without that state EventBridge passes none on. It takes a trail in
 * the account that logs management events in the region.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class BreakGlassAlarm extends pulumi.ComponentResource {
    /** @param name of rule and topic, prefix included */
    constructor(
        name: string,
        { scope, region, roleArn, alarm }: BreakGlassAlarmArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:roles:BreakGlassAlarm", name, {}, opts);
        const parent = { parent: this };
        const { partition, accountId } = scope;
        const topicArn = `arn:${partition}:sns:${region}:${accountId}:${name}`;
        const ruleArn = `arn:${partition}:events:${region}:${accountId}:rule/${name}`;

        // Computed, so that the policy pack knows it at preview; so the order has to be said.
        const ofTopic = { ...parent, dependsOn: [new Topic(name, { name }, parent)] };
        const policy = new TopicPolicy(
            name,
            {
                arn: topicArn,
                policy: pulumi.jsonStringify(
                    policyDocument([
                        {
                            Sid: "RuleOfThisAccount",
                            Effect: "Allow",
                            Principal: { Service: ["events.amazonaws.com"] },
                            Action: ["sns:Publish"],
                            Resource: [topicArn],
                            Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
                        },
                    ]),
                ),
            },
            ofTopic,
        );
        const subscriptions = alarm.map(
            (endpoint) =>
                new TopicSubscription(
                    `${name}-${endpoint}`,
                    { topic: topicArn, protocol: "email", endpoint },
                    ofTopic,
                ),
        );
        const rule = new EventRule(
            name,
            {
                name,
                description: `Each request for ${roleArn}.`,
                eventPattern: pulumi.jsonStringify({
                    source: ["aws.sts"],
                    "detail-type": ["AWS API Call via CloudTrail"],
                    detail: {
                        eventSource: ["sts.amazonaws.com"],
                        eventName: ["AssumeRole"],
                        requestParameters: { roleArn: [roleArn] },
                    },
                }),
                state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
            },
            parent,
        );
        new EventTarget(
            name,
            { rule: name, arn: topicArn, targetId: name },
            { ...parent, dependsOn: [rule, policy, ...subscriptions] },
        );
        this.registerOutputs({});
    }
}
