import { boundaryArn, iamArn, workloadPolicyPath, workloadRolePath } from "../naming";
import type { AccountScope } from "../naming";
import type { PolicyStatement } from "../policyDocument";

/**
 * Lets a role make roles and policies for workloads, under paths of their own and only with the permissions boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function writeWorkloadIam(scope: AccountScope): PolicyStatement[] {
    const roles = iamArn(scope, `role${workloadRolePath(scope.prefix)}*`);
    return [
        {
            Sid: "WriteWorkloadRolesWithBoundary",
            Effect: "Allow",
            Action: [
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
            ],
            Resource: [roles],
            Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(scope) } },
        },
        {
            // IAM has no permissions-boundary key for tags.
            Sid: "TagWorkloadRoles",
            Effect: "Allow",
            Action: ["iam:TagRole", "iam:UntagRole"],
            Resource: [roles],
        },
        {
            Sid: "WriteWorkloadPolicies",
            Effect: "Allow",
            Action: [
                "iam:CreatePolicy",
                "iam:CreatePolicyVersion",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:SetDefaultPolicyVersion",
                "iam:TagPolicy",
                "iam:UntagPolicy",
            ],
            Resource: [iamArn(scope, `policy${workloadPolicyPath(scope.prefix)}*`)],
        },
    ];
}
