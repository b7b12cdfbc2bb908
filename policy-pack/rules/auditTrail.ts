import { auditAlarms } from "../alarms";
import { bucketPolicyFaults } from "../auditBucketPolicy";
import {
    alarmOfBreakGlass,
    auditBucket,
    bucketPolicyType,
    bucketType,
    expectedTopics,
    expectedTrail,
    holdsBucket,
    ownTypes,
    partsOfAlarm,
    topicPolicyType,
    topicType,
    trailType,
} from "../auditTrail";
import { isBreakGlassRole } from "../breakGlass";
import { differencesOf, isMeant, regionOf } from "../expected";
import type { Expected } from "../expected";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule, StackRule } from "../rule";
import { show, unknown } from "../unknown";

const docs = "docs/audit-trail.md";
const url =
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html";

const remediationSteps = `Let the program write the audit trail (${docs}); switch it on and off by auditTrail in Pulumi.yaml.`;

/** Who hides what is done in an account starts with its trail. */
export const trailIsNotWeakened: Rule = {
    name: "cloudtrail-trail-is-not-weakened",
    description:
        "The audit trail logs every management event of all regions, with validation, into its bucket; there is no other trail.",
    severity: "critical",
    remediationSteps,
    url,
    governs: oneOf(trailType),
    check: judge,
};

/** What is logged is worth what its bucket is. */
export const bucketKeepsAuditTrail: Rule = {
    name: "s3-bucket-keeps-audit-trail",
    description:
        "Only CloudTrail writes to the audit trail's bucket, by TLS, and no one can delete or overwrite what is in it until its time is over.",
    severity: "critical",
    remediationSteps,
    url,
    governs: (type) => /^aws:s3\/bucket/.test(type),
    check: judge,
};

/** An alarm that its topic doesn't take reaches no one. */
export const topicTakesAlarms: Rule = {
    name: "sns-topic-takes-alarms",
    description: "The topics of the alarms take what their rules send, and from no one else.",
    severity: "critical",
    remediationSteps:
        "Let the program write the alarms (docs/break-glass.md, docs/audit-trail.md).",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    governs: oneOf(topicType, topicPolicyType),
    check: judge,
};

function judge(resource: ResourceFacts, context: Context): readonly string[] {
    const { type, props, options } = resource;
    if (type === bucketPolicyType) return policyFaults(resource, context);
    const expected = [...expectedTrail(context), ...expectedTopics(context)];
    const meant = expected.find((one) => isMeant(resource, one, context.region));
    if (meant === undefined) return strangeness(resource, expected, context);
    const isKept = type === trailType || type === bucketType;
    return [
        ...differencesOf(resource, meant.props, isKept ? "the audit trail" : "it"),
        ...(isKept && options?.protect === false
            ? [`${type} has protect: false; must be true.`]
            : []),
        ...(regionOf(props, context.region) === (meant.region ?? context.region)
            ? []
            : [`region is ${show(props["region"])}; must be ${show(context.region)}.`]),
    ];
}

function policyFaults({ props }: ResourceFacts, context: Context): readonly string[] {
    const { bucket } = props;
    if (!holdsBucket(context) || bucket !== auditBucket(context)) {
        return [
            `bucket is ${show(bucket)}; a stack has the policy of the audit trail's bucket alone${holdsBucket(context) ? `, ${auditBucket(context)}` : ", in the state account, where auditTrail is on"}.`,
        ];
    }
    return bucketPolicyFaults(props["policy"], context);
}

/** Why there may not be a resource that isn't the audit trail's. */
function strangeness(
    { type, props }: ResourceFacts,
    expected: readonly Expected[],
    context: Context,
): readonly string[] {
    const same = expected.filter((one) => one.type === type);
    if (ownTypes.includes(type)) {
        const [one] = same;
        return [
            one === undefined
                ? `${type} is not needed here: ${context.auditTrail === undefined ? "auditTrail in Pulumi.yaml is empty" : "the state account has it"}.`
                : `${one.by} is ${show(props[one.by])}${regionText(props)}; must be ${show(one.props[one.by])}, in the stack's region: a stack has no other ${type}.`,
        ];
    }
    if (!type.startsWith("aws:s3/") || !holdsBucket(context)) return [];
    // What isn't known may be the audit trail's, and weaken it.
    if (props["bucket"] === unknown) {
        return [
            `bucket is ${show(unknown)}; give its name, so that it is known whose setting this is.`,
        ];
    }
    return props["bucket"] === auditBucket(context)
        ? [`${type} is no part of the audit trail; the bucket has its own settings alone.`]
        : [];
}

const regionText = (props: ResourceFacts["props"]): string =>
    typeof props["region"] === "string" ? ` in ${props["region"]}` : "";

/** A trail that isn't there, and an alarm that reaches no one, are no fault of any resource. */
export const auditTrailIsWhole: StackRule = {
    name: "cloudtrail-trail-is-whole",
    description:
        "Where the audit trail is on, the stack has its trail, in the state account its bucket with all settings, and alarms with topic, target and mails; emergency access has its alarm.",
    severity: "critical",
    remediationSteps: `Let the program write the audit trail (${docs}) and the alarm of emergency access (docs/break-glass.md).`,
    url,
    governs: (type) =>
        type === "pulumi:pulumi:Stack" ||
        /^aws:(cloudtrail|s3|sns|cloudwatch)\//.test(type) ||
        type === "aws:iam/role:Role",
    judgesInputs: true,
    checkStack: (resources, context) => {
        const { account, stateAccount } = context;
        if (account.sharedWith !== undefined && account.name !== stateAccount.name) return [];
        const hasBreakGlass = resources.some(
            (resource) =>
                resource.type === "aws:iam/role:Role" && isBreakGlassRole(resource, context),
        );
        const policy: Expected = {
            type: bucketPolicyType,
            by: "bucket",
            props: { bucket: auditBucket(context) },
        };
        const needed = [
            ...expectedTrail(context),
            ...(holdsBucket(context) ? [policy] : []),
            ...auditAlarms(context).flatMap((alarm) => partsOfAlarm(alarm, context)),
            ...(hasBreakGlass ? partsOfAlarm(alarmOfBreakGlass(context), context) : []),
        ];
        return needed
            .filter((one) => !resources.some((resource) => isThere(resource, one, context)))
            .map(({ type, by, props, region }) => ({
                message: `${type} with ${by} ${show(props[by])}${region === undefined ? "" : ` in ${region}`} is missing.`,
            }));
    },
};

/** An alarm's subscription is known by its topic, too. */
const isThere = (resource: ResourceFacts, one: Expected, { region }: Context): boolean =>
    isMeant(resource, one, region) &&
    (one.props["topic"] === undefined ||
        (resource.props["topic"] === one.props["topic"] &&
            resource.props["protocol"] === one.props["protocol"]));
