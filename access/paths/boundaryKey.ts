import type { ContextValue } from "../evaluation/question";

/**
 * IAM actions whose requests have the key `iam:PermissionsBoundary`.
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
 * The value of `iam:PermissionsBoundary` in a request. For actions that AWS does not document to
 * have the key, it may be absent.
 *
 * @param boundary its ARN, or a pattern; `null`: there is no boundary
 * @param without ARNs that it isn't, although the pattern matches them
 */
export function boundaryValue(
    action: string,
    boundary: string | null,
    without: readonly string[] = [],
): ContextValue {
    if (boundary === null) return { absent: true };
    const isDocumented = actions.has(action);
    return isDocumented && !/[*?]/.test(boundary)
        ? { known: [boundary] }
        : { attackerControlled: true, within: boundary, without, mayBeAbsent: !isDocumented };
}
