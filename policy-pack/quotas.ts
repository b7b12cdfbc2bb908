import { isObject } from "./parseElements";
import type { Context, ResourceFacts } from "./rule";

/** How much of one IAM quota a resource uses. */
export interface Usage {
    /** What is counted, e.g. `Trust policy`. */
    readonly what: string;
    readonly used: number;
    readonly quota: number;
    readonly unit: string;
}

const characters = "characters, white space aside";

/**
 * Size of a policy as IAM counts it: without white space between the elements. White space inside text is counted, which
 * is at most too much.
 */
export function policySize(document: unknown): number {
    if (typeof document !== "string") {
        return isObject(document) ? JSON.stringify(document).length : 0;
    }
    // Far beyond every quota, whatever the white space.
    if (document.length > 100_000) return document.length;
    const dense = document.replace(/("(?:[^"\\]|\\.)*")|\s+/gs, (_, text?: string) => text ?? "");
    return dense.length;
}

const entries = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
const size = (what: string, document: unknown, quota: number): Usage => ({
    what,
    used: policySize(document),
    quota,
    unit: characters,
});

/**
 * IAM's quotas, by resource type. Two can be raised: those are what the account was granted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const usages: Readonly<
    Record<string, (props: ResourceFacts["props"], granted: Context["quotas"]) => readonly Usage[]>
> = {
    "aws:iam/role:Role": (props, granted) => [
        size("Trust policy", props["assumeRolePolicy"], granted.roleTrustPolicyLength),
        {
            what: "Inline policies",
            used: (Array.isArray(props["inlinePolicies"]) ? props["inlinePolicies"] : [])
                .map((inline: unknown) => (isObject(inline) ? policySize(inline["policy"]) : 0))
                .reduce((sum, used) => sum + used, 0),
            quota: 10_240,
            unit: characters,
        },
        {
            what: "managedPolicyArns",
            used: entries(props["managedPolicyArns"]),
            quota: granted.managedPoliciesPerRole,
            unit: "managed policies of a role",
        },
    ],
    "aws:iam/rolePolicy:RolePolicy": ({ policy }) => [size("Inline policy", policy, 10_240)],
    "aws:iam/groupPolicy:GroupPolicy": ({ policy }) => [size("Group policy", policy, 5_120)],
    "aws:iam/policy:Policy": ({ policy }) => [size("Managed policy", policy, 6_144)],
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": (
        { policyArns },
        granted,
    ) => [
        {
            what: "policyArns",
            used: entries(policyArns),
            quota: granted.managedPoliciesPerRole,
            unit: "managed policies of a role",
        },
    ],
    "aws:iam/userGroupMembership:UserGroupMembership": ({ groups }) => [
        { what: "groups", used: entries(groups), quota: 10, unit: "groups of a user" },
    ],
};

export const hasQuota = (type: string): boolean => Object.hasOwn(usages, type);

/** What a resource uses of each quota that one resource can show. */
export const usagesOf = (
    { type, props }: ResourceFacts,
    { quotas }: Pick<Context, "quotas">,
): readonly Usage[] => usages[type]?.(props, quotas) ?? [];

/** E.g. `Trust policy uses 2458 of 2048 characters, white space aside (120 %)`. Rounded up: a use above the quota never reads 100 %. */
export const describeUsage = ({ what, used, quota, unit }: Usage): string =>
    `${what} uses ${used} of ${quota} ${unit} (${Math.ceil((100 * used) / quota)} %)`;
