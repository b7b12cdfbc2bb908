/**
 * Writes of a role that IAM can bind to its permissions boundary. Inline policies are not among them: what a role may do
 * is in managed policies, where it is versioned.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const roleWrites: readonly string[] = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
];

/** IAM has no permissions-boundary key for tags. */
export const roleTagging: readonly string[] = ["iam:TagRole", "iam:UntagRole"];

/** Writes of a managed policy. */
export const policyWrites: readonly string[] = [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:TagPolicy",
    "iam:UntagPolicy",
];
