import { boundaryArn, iamArn, workloadPolicyPath, workloadRolePath } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";
import { policyWrites, roleTagging, roleWrites } from "./iamActions";

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
            Action: [...roleWrites, "iam:PutRolePolicy"],
            Resource: [roles],
            Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(scope) } },
        },
        {
            Sid: "TagWorkloadRoles",
            Effect: "Allow",
            Action: [...roleTagging],
            Resource: [roles],
        },
        {
            Sid: "WriteWorkloadPolicies",
            Effect: "Allow",
            Action: [...policyWrites],
            Resource: [iamArn(scope, `policy${workloadPolicyPath(scope.prefix)}*`)],
        },
    ];
}
