import { isComponent, verdictOn } from "../iamTypes";
import { oneOf } from "../rule";
import type { Rule } from "../rule";
import { show } from "../unknown";

/** Each type has a verdict in iamTypes.ts; this rule carries it out. What has none is refused. */
export const resourceIsKnown: Rule = {
    name: "iam-resource-is-allowed",
    description:
        "Users hold no permissions and no secrets in Pulumi's state, and each resource type was reviewed.",
    severity: "critical",
    remediationSteps:
        "Grant through a role and a group; review a new type in platform/reviewedTypes.ts.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    governs: (type) => typeof verdictOn(type) === "object",
    check: ({ type, provider }) => {
        const verdict = verdictOn(type);
        if (typeof verdict !== "object" || isComponent(type, provider !== undefined)) return [];
        return [`${type} is refused; ${verdict.refused}.`];
    },
};

const exclusiveLists: Readonly<Record<string, string>> = {
    "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": "policyNames",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
};

/** The exclusive lists are welcome empty: then they take away whatever someone attached by hand. */
export const userHoldsNothing: Rule = {
    name: "iam-user-holds-nothing",
    description: "No user has a policy, and no group a managed policy.",
    severity: "critical",
    remediationSteps: "Leave the list empty; write what a group may assume as its inline policy.",
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

/** Identities elsewhere would be out of sight of the boundary, which tells classes by the state account's ARNs. */
export const identityLivesInStateAccount: Rule = {
    name: "iam-identity-lives-in-state-account",
    description: "Users, groups and memberships are in the state account alone.",
    severity: "critical",
    remediationSteps: "Move the identity to the state stack's catalogue (identities/catalogue.ts).",
    governs: (type) => verdictOn(type) === "identity",
    check: ({ type }, { account, stateAccount }) =>
        account.id === stateAccount.id
            ? []
            : [
                  `${type} is in account ${account.id} (${account.name}); identities live in the state account ${stateAccount.id} alone.`,
              ],
};

/** Trust is judged by paths, so a path must say the truth and nothing else. */
export const identityHasPath: Rule = {
    name: "iam-identity-path-tells-class",
    description: "A user's path ends in its trust class; groups live below the groups' path.",
    severity: "critical",
    remediationSteps:
        "Give the user the path of its kind and class, e.g. /PSKServiceAccounts/nonprod/.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    governs: oneOf("aws:iam/user:User", "aws:iam/group:Group"),
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
