// The platform's alarms in the pack's own words, deliberately apart from audit/ and roles/breakGlass/: a fault in one definition is found
// by the other.
import { alarmRegions, networksPerRule } from "../platform/auditTrail";
import { outside } from "../platform/networks";
import type { Context } from "./rule";

/** Rules of EventBridge in one region, and the topic that they tell. */
export interface Alarm {
    readonly region: string;
    readonly topic: string;
    /** E-mail addresses. */
    readonly mails: readonly string[];
    /** Name of each rule, and the events that it must hear of. */
    readonly rules: readonly (readonly [name: string, pattern: object])[];
}

const apiCall = "AWS API Call via CloudTrail";

/** The alarm of emergency access to the stack's account, which is in the stack's region. */
export function breakGlassAlarm({
    account,
    partition,
    prefix,
    region,
    breakGlass,
}: Context): Alarm {
    const name = `${prefix}BreakGlassAlarm`;
    const role = `arn:${partition}:iam::${account.id}:role/${prefix}BreakGlass/${prefix}BreakGlassRole`;
    return { region, topic: name, mails: breakGlass?.alarm ?? [], rules: [[name, requests(role)]] };
}

/** The alarms of the audit trail of the stack's account, one in each region; none where it is off. */
export function auditAlarms(context: Context): readonly Alarm[] {
    const { account, partition, prefix, region, auditTrail } = context;
    if (auditTrail === undefined) return [];
    const topic = `${prefix}AuditAlarm`;
    const role = (name: string): string => `arn:${partition}:iam::${account.id}:role/${name}`;
    const foreign = auditTrail.networks === undefined ? [] : outside(auditTrail.networks);
    const ofKeys = Array.from({ length: Math.ceil(foreign.length / networksPerRule) }, (_, i) => {
        const networks = foreign.slice(i * networksPerRule, (i + 1) * networksPerRule);
        const detail = {
            userIdentity: { type: ["IAMUser"], accessKeyId: [{ prefix: "AKIA" }] },
            sourceIPAddress: networks.map((cidr) => ({ cidr })),
        };
        return [
            `${topic}Keys${i === 0 ? "" : i + 1}`,
            { "detail-type": [apiCall], detail },
        ] as const;
    });
    const root = {
        "detail-type": [apiCall, "AWS Console Sign In via CloudTrail"],
        detail: { userIdentity: { type: ["Root"], invokedBy: [{ exists: false }] } },
    };
    return alarmRegions(auditTrail, region).map((at) => ({
        region: at,
        topic,
        mails: auditTrail.alarm,
        rules: [
            [`${topic}Root`, root],
            [`${topic}IamProfiles`, requests(role(`${prefix}Roles/${prefix}IamProfilesRole`))],
            [`${topic}BreakGlass`, requests(role(`${prefix}BreakGlass/${prefix}BreakGlassRole`))],
            ...ofKeys,
        ],
    }));
}

const requests = (role: string): object => ({
    source: ["aws.sts"],
    "detail-type": [apiCall],
    detail: {
        eventSource: ["sts.amazonaws.com"],
        eventName: ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
        requestParameters: { roleArn: [role] },
    },
});
