import { Trail } from "@pulumi/aws/cloudtrail/trail";
import type * as pulumi from "@pulumi/pulumi";

import { awsAccounts } from "../platform/accounts";
import { alarmRegions, networksPerRule } from "../platform/auditTrail";
import type { AuditTrail } from "../platform/auditTrail";
import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import {
    auditAlarmName,
    auditBucketName,
    auditTrailName,
    breakGlassRoleArn,
} from "../platform/naming";
import { outside } from "../platform/networks";
import { auditBucketPolicy } from "./bucketPolicy";
import { requestsFor, usesOfKeys, usesOfRoot } from "./events";
import { LogBucket } from "./logBucket";
import { MailAlarm } from "./mailAlarm";
import type { AlarmRule } from "./mailAlarm";

export interface AuditTrailOptions {
    readonly provider: pulumi.ProviderResource;
    /** ARN of the role that writes IAM in the stack's account. */
    readonly iamProfilesRoleArn: string;
}

/**
 * The audit trail of the stack's account, if it is switched on: in the state account the bucket of all, and everywhere a trail into
 * it and the alarms.
 */
export function auditTrail(
    settings: Settings,
    { provider, iamProfilesRoleArn }: AuditTrailOptions,
): void {
    const { auditTrail: given, account, stateAccount, prefix, region } = settings;
    if (given === undefined) return;
    const scope = scopeOf(settings, account);
    const bucket = auditBucketName(prefix, stateAccount.id);
    const dependsOn = account.id === stateAccount.id ? [logBucket(settings, given, provider)] : [];
    const name = auditTrailName(prefix);
    new Trail(
        name,
        {
            name,
            s3BucketName: bucket,
            isMultiRegionTrail: true,
            includeGlobalServiceEvents: true,
            enableLogFileValidation: true,
            enableLogging: true,
        },
        { provider, dependsOn, protect: true },
    );
    const topic = auditAlarmName(prefix);
    const rules = alarmRules(topic, given, [
        ["IamProfiles", iamProfilesRoleArn],
        ["BreakGlass", breakGlassRoleArn(scope)],
    ]);
    for (const at of alarmRegions(given, region)) {
        const isElsewhere = at !== region;
        new MailAlarm(
            "iam-profiles:audit:AuditAlarm",
            isElsewhere ? `${topic}-${at}` : topic,
            { scope, region: at, isElsewhere, topic, rules, alarm: given.alarm },
            { provider },
        );
    }
}

function logBucket(
    settings: Settings,
    { organization, retentionDays }: AuditTrail,
    provider: pulumi.ProviderResource,
): LogBucket {
    const { partition, prefix, region, stateAccount, accounts } = settings;
    const bucket = auditBucketName(prefix, stateAccount.id);
    const policy = auditBucketPolicy({
        ...{ partition, prefix, region, bucket, organization },
        owner: stateAccount.id,
        accounts: awsAccounts(accounts).map(({ id }) => id),
    });
    return new LogBucket(bucket, { policy, retentionDays }, { provider });
}

/** @param roles whose use is an alarm: the end of the rule's name, and the role's ARN */
function alarmRules(
    start: string,
    { networks }: AuditTrail,
    roles: readonly (readonly [name: string, arn: string])[],
): readonly AlarmRule[] {
    const foreign = networks === undefined ? [] : outside(networks);
    const parts = Array.from({ length: Math.ceil(foreign.length / networksPerRule) }, (_, i) =>
        foreign.slice(i * networksPerRule, (i + 1) * networksPerRule),
    );
    return [
        { name: `${start}Root`, description: "Each use of the root user.", pattern: usesOfRoot },
        ...roles.map(([name, arn]) => ({
            name: `${start}${name}`,
            description: `Each request for ${arn}.`,
            pattern: requestsFor(arn),
        })),
        ...parts.map((part, i) => ({
            name: `${start}Keys${i === 0 ? "" : i + 1}`,
            description: "Access keys used outside the configured networks.",
            pattern: usesOfKeys(part),
        })),
    ];
}
