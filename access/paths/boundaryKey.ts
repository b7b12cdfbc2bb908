import type { ContextValue } from "../evaluation/question";

/**
 * Actions of IAM whose requests carry `iam:PermissionsBoundary`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const actions: ReadonlySet<string> = new Set([
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DeleteUserPermissionsBoundary",
    "iam:DeleteUserPolicy",
    "iam:DetachRolePolicy",
    "iam:DetachUserPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
]);

/** Context key, in lower case. */
export const boundaryKey = "iam:permissionsboundary";

/**
 * What a request to IAM says of a boundary. Where AWS doesn't document that it says anything, the key may be absent as well.
 *
 * @param boundary its ARN, or a pattern; `null`: there is none
 */
export function boundaryValue(action: string, boundary: string | null): ContextValue {
    if (boundary === null) return { absent: true };
    const isDocumented = actions.has(action);
    return isDocumented && !/[*?]/.test(boundary)
        ? { known: [boundary] }
        : { attackerControlled: true, within: boundary, mayBeAbsent: !isDocumented };
}
