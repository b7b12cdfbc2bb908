import { iamArn, workloadRolePath } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";

/**
 * Lets a role hand workload roles, which carry the permissions boundary, to the named services and to no other.
 *
 * @param services service principals, e.g. `ec2.amazonaws.com`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passWorkloadRoles = (
    scope: AccountScope,
    services: readonly string[],
): PolicyStatement => ({
    Sid: "PassWorkloadRoles",
    Effect: "Allow",
    Action: ["iam:PassRole"],
    Resource: [iamArn(scope, `role${workloadRolePath(scope.prefix)}*`)],
    Condition: { StringEquals: { "iam:PassedToService": [...services] } },
});

/**
 * Lets a role make the roles that the named services keep for themselves; their permissions are AWS's own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export const createServiceLinkedRoles = (
    scope: AccountScope,
    services: readonly string[],
): PolicyStatement => ({
    Sid: "CreateServiceLinkedRoles",
    Effect: "Allow",
    Action: ["iam:CreateServiceLinkedRole"],
    Resource: [iamArn(scope, "role/aws-service-role/*")],
    Condition: { StringEquals: { "iam:AWSServiceName": [...services] } },
});
