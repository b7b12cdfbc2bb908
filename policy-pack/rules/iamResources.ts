import { isComponent, classificationOf } from "../iamTypes";
import { oneOf } from "../rule";
import type { Rule } from "../rule";
import { show } from "../unknown";

/** Each type has a classification in iamTypes.ts; this rule carries it out. What has none is refused. */
export const resourceIsKnown: Rule = {
    name: "iam-resource-is-allowed",
    description:
        "Users hold no permissions and no secrets in Pulumi's state, and each resource type was reviewed.",
    severity: "critical",
    remediationSteps:
        "Grant through a role and a group; review a new type in platform/reviewedTypes.ts.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    governs: (type) => typeof classificationOf(type) === "object",
    check: ({ type, provider }) => {
        const classification = classificationOf(type);
        if (typeof classification !== "object" || isComponent(type, provider !== undefined))
            return [];
        return [`${type} is refused; ${classification.refused}.`];
    },
};

const exclusiveLists: Readonly<Record<string, string>> = {
    "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": "policyNames",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
};

/** Exclusive lists are allowed if they are empty: then they remove manually attached policies. */
export const userHoldsNothing: Rule = {
    name: "iam-user-holds-nothing",
    description: "No user has a policy, and no group a managed policy by an exclusive list.",
    severity: "critical",
    remediationSteps:
        "Leave the list empty; attach what a group may assume one by one (groupPolicyAttachment).",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    governs: (type) => Object.hasOwn(exclusiveLists, type),
    check: ({ type, props }) => {
        const key = exclusiveLists[type] ?? "";
        const list = props[key];
        return Array.isArray(list) && list.length === 0
            ? []
            : [`${key} is ${show(list)}; must be [].`];
    },
};

/** The boundary classifies identities by ARNs of the state account, so identities elsewhere would not be checked. */
export const identityLivesInStateAccount: Rule = {
    name: "iam-identity-lives-in-state-account",
    description: "Users, groups and memberships are in the state account only.",
    severity: "critical",
    remediationSteps: "Move the identity to the state stack's catalogue (identities/catalogue.ts).",
    governs: (type) => classificationOf(type) === "identity",
    check: ({ type }, { account, stateAccount }) =>
        account.id === stateAccount.id
            ? []
            : [
                  `${type} is in account ${account.id} (${account.name}); identities must be in the state account ${stateAccount.id}.`,
              ],
};

/** Trust policies are checked by the paths in ARNs, so a path must be correct. */
export const identityHasPath: Rule = {
    name: "iam-identity-path-tells-class",
    description: "A user's path ends in its trust class; groups are below the groups' path.",
    severity: "critical",
    remediationSteps:
        "Give the user the path of its kind and class, e.g. /PSKServiceAccounts/nonprod/.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    governs: oneOf("aws:iam/user:User", "aws:iam/group:Group"),
    explainedBy: [identityLivesInStateAccount.name],
    check: ({ type, props }, { prefix }) => {
        const paths =
            type === "aws:iam/group:Group"
                ? [`/${prefix}Groups/`]
                : ["ServiceAccounts", "People"].flatMap((kind) => [
                      `/${prefix}${kind}/nonprod/`,
                      `/${prefix}${kind}/prod/`,
                  ]);
        const path = props["path"];
        return paths.some((allowed) => allowed === path)
            ? []
            : [
                  `path is ${show(path)}; must be ${paths.length === 1 ? "" : "one of "}${paths.join(", ")}.`,
              ];
    },
};
