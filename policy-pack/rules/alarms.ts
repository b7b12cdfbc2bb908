import { auditAlarms, breakGlassAlarm } from "../alarms";
import { differencesOf, regionOf } from "../expected";
import { oneOf } from "../rule";
import type { Context, Rule } from "../rule";
import { show } from "../unknown";

const ruleType = "aws:cloudwatch/eventRule:EventRule";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

/** A rule of EventBridge can run code with a role; those of the platform send mail. */
export const alarmIsKnown: Rule = {
    name: "events-rule-is-a-known-alarm",
    description:
        "EventBridge has the alarms of emergency access and of the audit trail alone, each told to its topic; no target has a role.",
    severity: "critical",
    remediationSteps:
        "Let the program write the alarms (docs/break-glass.md, docs/audit-trail.md); run what works on events in a stack of its own.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",
    governs: oneOf(ruleType, targetType),
    check: (resource, context) => {
        const { type, props } = resource;
        const at = regionOf(props, context.region);
        const expected = expectedOf(type, context);
        const name = props[type === targetType ? "rule" : "name"];
        const meant = expected.find((one) => one.region === at && one.name === name);
        // What has no name of an alarm is compared with the one that every account has.
        const wanted = meant ?? expected[0];
        return [
            ...(wanted === undefined || wanted.region === at
                ? []
                : [`region is ${show(props["region"])}; must be ${show(wanted.region)}.`]),
            ...differencesOf(resource, wanted?.props ?? {}, "the alarm"),
        ];
    },
};

/** Rules, or targets, that may be there: that of emergency access first. */
const expectedOf = (
    type: string,
    context: Context,
): readonly {
    readonly region: string;
    readonly name: string;
    readonly props: object & Record<string, unknown>;
}[] =>
    [breakGlassAlarm(context), ...auditAlarms(context)].flatMap(({ region, topic, rules }) =>
        rules.map(([name, eventPattern]) => ({
            region,
            name,
            props:
                type === targetType
                    ? { rule: name, arn: topicArn(context, region, topic), targetId: name }
                    : {
                          name,
                          eventPattern,
                          // Read-only calls, which AssumeRole is one of, reach no rule in another state.
                          state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                      },
        })),
    );

const topicArn = ({ partition, account }: Context, region: string, topic: string): string =>
    `arn:${partition}:sns:${region}:${account.id}:${topic}`;
