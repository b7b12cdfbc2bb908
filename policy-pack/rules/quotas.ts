import { isAssumePolicy } from "../assumePolicy";
import { describeUsage, hasQuota, usagesOf } from "../quotas";
import type { Usage } from "../quotas";
import { oneOf } from "../rule";
import type { ResourceFacts, Rule, StackRule } from "../rule";
import { unknown } from "../unknown";

const url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const remediationSteps =
    "Shorten the policy: fewer statements, or one more role or group; or spread it over several policies. " +
    "Limit identities to the roles that they need (roles). AWS raises these on request, and quotas in Pulumi.yaml says what it granted: " +
    "roleTrustPolicyLength to 8192, managedPoliciesPerRole to 25, managedPoliciesPerAccount to 10000, groupsPerAccount to 500.";

/** AWS would reject these during the update, when a part of it is already done. */
export const policyWithinQuotas: Rule = {
    name: "iam-policy-within-quotas",
    description: "Policies, attachments and memberships are within IAM's quotas.",
    severity: "medium",
    remediationSteps,
    url,
    governs: hasQuota,
    check: (resource, context) =>
        usagesOf(resource, context)
            .filter(({ used, quota }) => used > quota)
            .map((usage) => `${describeUsage(usage)}; shorten or split it.`),
};

/** Warns before a quota is reached. */
export const policyNearQuota: Rule = {
    name: "iam-policy-near-quota",
    description:
        "Shows policies, attachments and memberships that use 80 % or more of an IAM quota.",
    severity: "low",
    remediationSteps,
    url,
    enforcementLevel: "advisory",
    governs: hasQuota,
    check: (resource, context) =>
        // Where one of these is full, the program goes on in another.
        isAssumePolicy(resource, context)
            ? []
            : usagesOf(resource, context)
                  .filter(({ used, quota }) => used <= quota && used >= 0.8 * quota)
                  .map((usage) => `${describeUsage(usage)}; plan to split it.`),
};

const ownerTypes = { role: "aws:iam/role:Role", group: "aws:iam/group:Group" } as const;
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const groupPolicy = "aws:iam/groupPolicy:GroupPolicy";
const groupAttachment = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
const membership = "aws:iam/groupMembership:GroupMembership";
const managedPolicy = "aws:iam/policy:Policy";

/**
 * Quotas on the sum of several resources. A role or group that isn't known yet is the one of this stack that the name comes from
 * (`role: role.id`); if it comes from none, it is counted during the update.
 */
export const sumsWithinQuotas: StackRule = {
    name: "iam-sums-within-quotas",
    description:
        "What a role, a group, a user and the account have of policies and groups in all is within IAM's quotas.",
    severity: "medium",
    remediationSteps,
    url,
    governs: oneOf(
        attachment,
        groupPolicy,
        groupAttachment,
        membership,
        managedPolicy,
        ...Object.values(ownerTypes),
    ),
    explainedBy: [policyWithinQuotas.name],
    checkStack: (resources, context) =>
        [
            ...sums(
                resources,
                attachment,
                "role",
                context.quotas.managedPoliciesPerRole,
                "managed policies of a role",
                () => 1,
            ),
            ...sums(
                resources,
                groupPolicy,
                "group",
                5_120,
                "characters of a group's inline policies",
                (resource) => usagesOf(resource, context)[0]?.used ?? 0,
            ),
            ...sums(
                resources,
                groupAttachment,
                "group",
                10,
                "managed policies of a group",
                () => 1,
            ),
            ...groupsOfUsers(resources),
            ...ofAccount(
                resources,
                managedPolicy,
                context.quotas.managedPoliciesPerAccount,
                "managed policies of an account",
            ),
            ...ofAccount(
                resources,
                ownerTypes.group,
                context.quotas.groupsPerAccount,
                "groups of an account",
            ),
        ]
            .filter(({ usage: { used, quota } }) => used > quota)
            .map(({ urn, usage }) => ({ urn, message: `${describeUsage(usage)}; split it.` })),
};

function sums(
    resources: readonly ResourceFacts[],
    type: string,
    owner: "role" | "group",
    quota: number,
    unit: string,
    weight: (resource: ResourceFacts) => number,
): { urn: string; usage: Usage }[] {
    const found = new Map<string, { urn: string; usage: Usage }>();
    const names = new Map(
        resources
            .filter((resource) => resource.type === ownerTypes[owner])
            .map(({ urn, props }) => [urn, props["name"]]),
    );
    for (const resource of resources) {
        const given = resource.props[owner];
        const [source, ...more] = resource.sources?.[owner] ?? [];
        const isFromOne = given === unknown && source !== undefined && more.length === 0;
        const name = isFromOne ? (names.get(source) ?? source) : given;
        if (resource.type !== type || typeof name !== "string") continue;
        const used = (found.get(name)?.usage.used ?? 0) + weight(resource);
        // Reports the last resource: it exceeds the quota.
        found.set(name, {
            urn: resource.urn,
            usage: { what: `${owner} ${JSON.stringify(name)}`, used, quota, unit },
        });
    }
    return [...found.values()];
}

/** How many groups each user is in. */
function groupsOfUsers(resources: readonly ResourceFacts[]): { urn: string; usage: Usage }[] {
    const found = new Map<string, { urn: string; usage: Usage }>();
    for (const { type, urn, props } of resources) {
        if (type !== membership || !Array.isArray(props["users"])) continue;
        for (const user of props["users"].filter((one) => typeof one === "string")) {
            const name = JSON.stringify(user);
            const used = (found.get(name)?.usage.used ?? 0) + 1;
            found.set(name, {
                urn,
                usage: { what: `user ${name}`, used, quota: 10, unit: "groups of a user" },
            });
        }
    }
    return [...found.values()];
}

/** How many of a type the stack makes; other stacks and programs of the account are not seen. */
function ofAccount(
    resources: readonly ResourceFacts[],
    type: string,
    quota: number,
    unit: string,
): { urn: string; usage: Usage }[] {
    const its = resources.filter((resource) => resource.type === type);
    const last = its.at(-1);
    return last === undefined
        ? []
        : [{ urn: last.urn, usage: { what: "the stack", used: its.length, quota, unit } }];
}
