import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import * as pulumi from "@pulumi/pulumi";

import type { AccountScope } from "../platform/naming";
import { policyDocument } from "../platform/policyDocument";
import type { EventPattern } from "./events";

/** What an alarm listens for. */
export interface AlarmRule {
    /** Of the rule, at most 64 characters. */
    readonly name: string;
    readonly description: string;
    readonly pattern: EventPattern;
}

export interface MailAlarmArgs {
    readonly scope: AccountScope;
    /** Region where the calls are made that it hears of. */
    readonly region: string;
    /** Whether the provider works in another region. @default false */
    readonly isElsewhere?: boolean;
    /** Name of the topic. */
    readonly topic: string;
    /** At least one. */
    readonly rules: readonly AlarmRule[];
    /** E-mail addresses; each has to confirm AWS's mail. */
    readonly alarm: readonly string[];
}

/**
 * Tells people by e-mail of calls in one region: rules of EventBridge, which send them to a topic. The rules take read-only events,
 * which AssumeRole is one of; without that state EventBridge passes none on. It takes a trail in the account that logs management
 * events in the region.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class MailAlarm extends pulumi.ComponentResource {
    /** @param token of the component, e.g. `iam-profiles:audit:AuditAlarm` @param name logical name */
    constructor(
        token: string,
        name: string,
        { scope, region, isElsewhere = false, topic, rules, alarm }: MailAlarmArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super(token, name, {}, opts);
        const parent = { parent: this };
        const at = isElsewhere ? { region } : {};
        const logical = (part: string): string => (isElsewhere ? `${part}-${region}` : part);
        const { partition, accountId } = scope;
        const topicArn = `arn:${partition}:sns:${region}:${accountId}:${topic}`;
        const ruleArns = rules.map(
            (rule) => `arn:${partition}:events:${region}:${accountId}:rule/${rule.name}`,
        );

        // Computed, so that the policy pack knows it at preview; so the order has to be said.
        const made = new Topic(logical(topic), { name: topic, ...at }, parent);
        const ofTopic = { ...parent, dependsOn: [made] };
        const policy = new TopicPolicy(
            logical(topic),
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
                            Condition: {
                                ArnEquals: {
                                    "aws:SourceArn":
                                        ruleArns.length === 1 ? (ruleArns[0] ?? "") : ruleArns,
                                },
                            },
                        },
                    ]),
                ),
                ...at,
            },
            ofTopic,
        );
        const subscriptions = alarm.map(
            (endpoint) =>
                new TopicSubscription(
                    logical(`${topic}-${endpoint}`),
                    { topic: topicArn, protocol: "email", endpoint, ...at },
                    ofTopic,
                ),
        );
        for (const rule of rules) {
            const listening = new EventRule(
                logical(rule.name),
                {
                    name: rule.name,
                    description: rule.description,
                    eventPattern: pulumi.jsonStringify(rule.pattern),
                    state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                    ...at,
                },
                parent,
            );
            new EventTarget(
                logical(rule.name),
                { rule: rule.name, arn: topicArn, targetId: rule.name, ...at },
                { ...parent, dependsOn: [listening, policy, ...subscriptions] },
            );
        }
        this.registerOutputs({});
    }
}
