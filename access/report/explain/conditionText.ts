import type { Condition } from "../../policy/document";

/** Keys as AWS spells them, and how a request comes to meet a test of one. */
const keys: readonly { readonly key: string; readonly how: string }[] = [
    {
        key: "aws:MultiFactorAuthPresent",
        how: "Sign in with MFA: pass --serial-number and --token-code to aws sts assume-role, or set mfa_serial in the AWS profile.",
    },
    {
        key: "aws:MultiFactorAuthAge",
        how: "Sign in with MFA again: the last code is older than the policy allows.",
    },
    { key: "sts:ExternalId", how: "Pass exactly this --external-id to aws sts assume-role." },
    {
        key: "sts:RoleSessionName",
        how: "Pass a --role-session-name that matches.",
    },
    {
        key: "sts:SourceIdentity",
        how: "Pass a --source-identity that matches; both policies must allow sts:SetSourceIdentity.",
    },
    {
        key: "sts:DurationSeconds",
        how: "Pass a --duration-seconds within this bound.",
    },
    { key: "sts:TransitiveTagKeys", how: "Pass these --transitive-tag-keys." },
    { key: "aws:SourceIp", how: "Call from one of these addresses." },
    { key: "aws:SourceVpc", how: "Call through an endpoint in this VPC." },
    { key: "aws:SourceVpce", how: "Call through this VPC endpoint." },
    { key: "aws:CurrentTime", how: "Call within this time, or extend it in the policy." },
    { key: "aws:EpochTime", how: "Call within this time, or extend it in the policy." },
    { key: "aws:RequestedRegion", how: "Call STS's endpoint of one of these regions." },
    { key: "aws:SecureTransport", how: "Call over HTTPS." },
    { key: "aws:PrincipalOrgID", how: "Call from an account of this organization." },
    { key: "aws:PrincipalArn", how: "Call as one of these principals." },
    { key: "aws:PrincipalAccount", how: "Call from one of these accounts." },
    {
        key: "aws:SourceAccount",
        how: "Only AWS services set this key; a user or role can't meet it.",
    },
    { key: "aws:SourceArn", how: "Only AWS services set this key; a user or role can't meet it." },
];
const byKey = new Map(keys.map((entry) => [entry.key.toLowerCase(), entry]));

const tagKeys: readonly (readonly [string, string])[] = [
    ["aws:PrincipalTag/", "Tag the calling user or role with this value, or its session."],
    ["aws:RequestTag/", "Pass this tag with --tags; both policies must allow sts:TagSession."],
    ["aws:ResourceTag/", "Tag the role with this value."],
    ["iam:ResourceTag/", "Tag the role with this value."],
];

const tagOf = (key: string): readonly [string, string] | undefined =>
    tagKeys.find(([prefix]) => key.startsWith(prefix.toLowerCase()));

/** A key, which is compared in lower case, as AWS spells it. */
function spelt(key: string): string {
    const prefix = tagOf(key)?.[0];
    return prefix === undefined
        ? (byKey.get(key)?.key ?? key)
        : `${prefix}${key.slice(prefix.length)}`;
}

/** A test as a person reads it, e.g. `aws:MultiFactorAuthPresent (Bool): true`. */
export function conditionText({ operator, ifExists, set, key, values }: Condition): string {
    const name = `${set === undefined ? "" : `${set}:`}${operator}${ifExists ? "IfExists" : ""}`;
    return `${spelt(key)} (${name}): ${values.length === 0 ? "no value" : values.join(" or ")}`;
}

/** How a request comes to meet a test: a sentence. */
export const howToMeet = ({ key }: Condition): string =>
    byKey.get(key)?.how ??
    tagOf(key)?.[1] ??
    `Make a request whose ${spelt(key)} is as the statement says, or change the statement.`;
