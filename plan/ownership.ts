import { attachedTo, find } from "./drafts";
import type { Drafts, Holder, HolderKind } from "./drafts";
import { attachedHolder } from "./links";
import type { Properties } from "./properties";

/** Checks what all other resources add. */
type Check = (drafts: Drafts, properties: Properties) => void;

/**
 * By type: resources that own a whole list and remove what it does not contain. If another resource adds, say, a Deny to the
 * same list, the result depends on the order of deployment and cannot be derived.
 */
export const checks: Readonly<Record<string, Check>> = {
    "aws:iam/role:Role": ({ role }, properties) => {
        const holder = role.get(properties.text("name"));
        if (properties.has("inlinePolicies")) {
            const owned = properties.items("inlinePolicies");
            requireInline(
                holder,
                owned.map((policy) => policy.addedText("name") ?? policy.resource.name),
                properties,
            );
        }
        if (properties.has("managedPolicyArns")) {
            requireAttached(holder, properties.policyArns("managedPolicyArns"), properties);
        }
    },
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": attachedOnce("user"),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": attachedOnce("group"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachedOnce("role"),
    "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": exclusiveInline("user"),
    "aws:iam/groupPoliciesExclusive:GroupPoliciesExclusive": exclusiveInline("group"),
    "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": exclusiveInline("role"),
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive":
        exclusiveAttached("user"),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive":
        exclusiveAttached("group"),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive":
        exclusiveAttached("role"),

    "aws:iam/policyAttachment:PolicyAttachment": (drafts, properties) => {
        const owned = new Set(attachedTo(drafts, properties));
        const [arn = ""] = properties.policyArns("policyArn");
        for (const holder of [drafts.user, drafts.group, drafts.role].flatMap((of) => [
            ...of.values(),
        ])) {
            if (holder.attached.has(arn) && !owned.has(holder)) {
                properties.fault(`${takesAway} ${arn} from ${holder.arn}`);
            }
        }
    },
    "aws:iam/groupMembership:GroupMembership": ({ user }, properties) => {
        const group = properties.text("group");
        const members = properties.texts("users");
        for (const { name, groups } of user.values()) {
            if (groups.has(group) && !members.includes(name)) {
                properties.fault(`${takesAway} ${name}`);
            }
        }
    },
};

/** AWS has one attachment of a policy to a holder, whoever made it: when one of two resources goes, it is gone for both. */
function attachedOnce(kind: HolderKind): Check {
    return (drafts, properties) => {
        const holder = attachedHolder(kind, drafts, properties);
        for (const arn of properties.policyArns("policyArn")) {
            if ((holder?.attachers.get(arn) ?? 0) < 2) continue;
            properties.fault(
                `another resource attaches ${arn} to ${holder?.arn ?? kind}, too; when one of them goes, the policy is detached for both: keep one`,
            );
        }
    };
}

const takesAway = "it removes what another resource adds:";

function exclusiveInline(kind: HolderKind): Check {
    return (drafts, properties) => {
        const holder = find(drafts[kind], properties, properties.text(`${kind}Name`));
        requireInline(holder, properties.texts("policyNames"), properties);
    };
}

function exclusiveAttached(kind: HolderKind): Check {
    return (drafts, properties) => {
        const holder = find(drafts[kind], properties, properties.text(`${kind}Name`));
        requireAttached(holder, properties.policyArns("policyArns"), properties);
    };
}

function requireInline(
    holder: Holder | undefined,
    owned: readonly string[],
    properties: Properties,
): void {
    for (const { PolicyName } of holder?.inline ?? []) {
        if (!owned.includes(PolicyName)) properties.fault(`${takesAway} ${PolicyName}`);
    }
}

function requireAttached(
    holder: Holder | undefined,
    owned: readonly string[],
    properties: Properties,
): void {
    for (const arn of holder?.attached ?? []) {
        if (!owned.includes(arn)) properties.fault(`${takesAway} ${arn}`);
    }
}
