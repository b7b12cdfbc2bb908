// The audit trail in the pack's own words, deliberately apart from audit/: a fault in one definition is found by the other.
import { auditAlarms, breakGlassAlarm } from "./alarms";
import type { Alarm } from "./alarms";
import type { Expected } from "./expected";
import type { Context } from "./rule";

const s3 = (name: string): string =>
    `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const bucketPolicyType = s3("BucketPolicy");
export const bucketType = s3("Bucket");
export const trailType = "aws:cloudtrail/trail:Trail";
export const topicType = "aws:sns/topic:Topic";
export const topicPolicyType = "aws:sns/topicPolicy:TopicPolicy";
const lockType = s3("BucketObjectLockConfiguration");

/** Types of which a stack has the audit trail's alone. */
export const ownTypes: readonly string[] = [trailType, bucketPolicyType, lockType];

/** Name of the bucket of all accounts' trails. */
export const auditBucket = ({
    prefix,
    stateAccount,
}: Pick<Context, "prefix" | "stateAccount">): string =>
    `${prefix.toLowerCase()}-${stateAccount.id}-audit-trail`;

/** Whether the stack holds the bucket. */
export const holdsBucket = ({ auditTrail, account, stateAccount }: Context): boolean =>
    auditTrail !== undefined && account.id === stateAccount.id;

/** The trail and the bucket that the stack must have, without the bucket's policy; none where the audit trail is off. */
export function expectedTrail(context: Context): readonly Expected[] {
    const { auditTrail, prefix } = context;
    if (auditTrail === undefined) return [];
    const trail: Expected = {
        type: trailType,
        by: "name",
        props: {
            name: `${prefix}AuditTrail`,
            s3BucketName: auditBucket(context),
            isMultiRegionTrail: true,
            includeGlobalServiceEvents: true,
            enableLogFileValidation: true,
            enableLogging: true,
        },
    };
    return holdsBucket(context)
        ? [trail, ...bucketSettings(auditBucket(context), auditTrail.retentionDays)]
        : [trail];
}

const bucketSettings = (bucket: string, days: number): readonly Expected[] =>
    Object.entries({
        [bucketType]: { objectLockEnabled: true },
        [s3("BucketPublicAccessBlock")]: {
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        [s3("BucketOwnershipControls")]: { rule: { objectOwnership: "BucketOwnerEnforced" } },
        [s3("BucketServerSideEncryptionConfiguration")]: {
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        },
        [s3("BucketVersioning")]: { versioningConfiguration: { status: "Enabled" } },
        [lockType]: {
            objectLockEnabled: "Enabled",
            rule: { defaultRetention: { mode: "COMPLIANCE", days } },
        },
    }).map(([type, props]) => ({ type, by: "bucket", props: { bucket, ...props } }));

/** The topics of all alarms with their policies. */
export const expectedTopics = (context: Context): readonly Expected[] =>
    [breakGlassAlarm(context), ...auditAlarms(context)].flatMap((alarm) =>
        topicsOf(alarm, context),
    );

/** Everything that must be there for an alarm to reach someone. */
export const partsOfAlarm = (alarm: Alarm, context: Context): readonly Expected[] => {
    const { region } = alarm;
    const topic = topicArn(alarm, context);
    return [
        ...topicsOf(alarm, context),
        ...alarm.mails.map((endpoint) => ({
            type: "aws:sns/topicSubscription:TopicSubscription",
            by: "endpoint",
            props: { endpoint, protocol: "email", topic },
            region,
        })),
        ...alarm.rules.flatMap(([name]) => [
            { type: "aws:cloudwatch/eventRule:EventRule", by: "name", props: { name }, region },
            {
                type: "aws:cloudwatch/eventTarget:EventTarget",
                by: "rule",
                props: { rule: name },
                region,
            },
        ]),
    ];
};

/** The alarm of emergency access, where a stack has the role. */
export const alarmOfBreakGlass = breakGlassAlarm;

const topicArn = ({ region, topic }: Alarm, { partition, account }: Context): string =>
    `arn:${partition}:sns:${region}:${account.id}:${topic}`;

function topicsOf(alarm: Alarm, context: Context): readonly Expected[] {
    const { region, topic, rules } = alarm;
    const { partition, account } = context;
    const arn = topicArn(alarm, context);
    const sources = rules.map(
        ([name]) => `arn:${partition}:events:${region}:${account.id}:rule/${name}`,
    );
    const policy = {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "RuleOfThisAccount",
                Effect: "Allow",
                Principal: { Service: ["events.amazonaws.com"] },
                Action: ["sns:Publish"],
                Resource: [arn],
                Condition: {
                    ArnEquals: { "aws:SourceArn": sources.length === 1 ? sources[0] : sources },
                },
            },
        ],
    };
    return [
        { type: topicType, by: "name", props: { name: topic }, region },
        { type: topicPolicyType, by: "arn", props: { arn, policy }, region },
    ];
}
