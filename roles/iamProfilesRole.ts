import {
    breakGlassRoleArn,
    entryRootPaths,
    groupPath,
    iamArn,
    policyPath,
    roleBoundaryArns,
    rolePath,
    userRootPath,
} from "../platform/naming";
import { auditTrailIam } from "./auditTrailIam";
import { iamProfilesRoleName, secretArns } from "./boundary";
import { iamProfilesFederation } from "./iamProfilesFederation";
import { policyWrites, roleTagging, roleWrites } from "./iamActions";
import type { Role } from "./role";

/** PSKIamProfilesRole: this project's own pipeline. */
export const iamProfilesRole: Role = {
    name: iamProfilesRoleName,
    description: "Manages the platform's identities, groups, roles and policies in IAM.",
    assumableBy: "identities",
    writesIdentities: true,
    permissions: (scope) => {
        const { prefix } = scope;
        const people = iamArn(scope, `user${userRootPath(prefix, "person")}*`);
        const users = [iamArn(scope, `user${userRootPath(prefix, "serviceAccount")}*`), people];
        const groups = iamArn(scope, `group${groupPath(prefix)}*`);
        const roles = [iamArn(scope, `role${rolePath(prefix)}*`), breakGlassRoleArn(scope)];
        const entryRoles = entryRootPaths(prefix).map((path) => iamArn(scope, `role${path}*`));
        const policies = iamArn(scope, `policy${policyPath(prefix)}*`);
        return [
            {
                Sid: "ReadIam",
                Effect: "Allow",
                Action: ["iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"],
                Resource: ["*"],
            },
            {
                Sid: "WriteUsers",
                Effect: "Allow",
                Action: [
                    "iam:AddUserToGroup",
                    "iam:CreateAccessKey",
                    "iam:CreateUser",
                    "iam:DeactivateMFADevice",
                    "iam:DeleteAccessKey",
                    "iam:DeleteLoginProfile",
                    "iam:DeleteUser",
                    "iam:DeleteUserPolicy",
                    "iam:DetachUserPolicy",
                    "iam:RemoveUserFromGroup",
                    "iam:TagUser",
                    "iam:UntagUser",
                    "iam:UpdateAccessKey",
                    "iam:UpdateUser",
                ],
                Resource: [...users, groups],
            },
            {
                // `iam-profiles person`: a first password, and another MFA device after a loss.
                Sid: "GivePeoplePasswords",
                Effect: "Allow",
                Action: [
                    "iam:CreateLoginProfile",
                    "iam:DeleteVirtualMFADevice",
                    "iam:UpdateLoginProfile",
                ],
                Resource: [people, iamArn(scope, "mfa/*")],
            },
            {
                Sid: "WriteGroups",
                Effect: "Allow",
                Action: [
                    "iam:CreateGroup",
                    "iam:DeleteGroup",
                    "iam:DeleteGroupPolicy",
                    "iam:DetachGroupPolicy",
                    "iam:PutGroupPolicy",
                    "iam:UpdateGroup",
                ],
                Resource: [groups],
            },
            {
                Sid: "WriteRolesWithBoundary",
                Effect: "Allow",
                Action: [...roleWrites],
                Resource: roles,
                Condition: { StringLike: { "iam:PermissionsBoundary": roleBoundaryArns(scope) } },
            },
            {
                Sid: "TagRoles",
                Effect: "Allow",
                Action: [...roleTagging],
                Resource: [...roles, ...entryRoles],
            },
            {
                Sid: "WritePolicies",
                Effect: "Allow",
                Action: [...policyWrites],
                Resource: [policies],
            },
            {
                // Secrets are made and filled here; who may read them, their resource policy says.
                Sid: "WriteCredentialSecrets",
                Effect: "Allow",
                Action: [
                    "secretsmanager:CreateSecret",
                    "secretsmanager:DeleteResourcePolicy",
                    "secretsmanager:DeleteSecret",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetResourcePolicy",
                    "secretsmanager:ListSecretVersionIds",
                    "secretsmanager:PutResourcePolicy",
                    "secretsmanager:PutSecretValue",
                    "secretsmanager:RestoreSecret",
                    "secretsmanager:TagResource",
                    "secretsmanager:UntagResource",
                    "secretsmanager:UpdateSecret",
                    "secretsmanager:UpdateSecretVersionStage",
                    "secretsmanager:ValidateResourcePolicy",
                ],
                Resource: [secretArns(scope)],
            },
            {
                // Of many accounts, what a group may assume doesn't fit in its inline policy.
                Sid: "AttachAssumePolicies",
                Effect: "Allow",
                Action: ["iam:AttachGroupPolicy"],
                Resource: [groups],
                Condition: {
                    ArnLike: {
                        "iam:PolicyARN": iamArn(scope, `policy${policyPath(prefix)}assume/*`),
                    },
                },
            },
        ];
    },
    furtherPermissions: { Audit: auditTrailIam, Federation: iamProfilesFederation },
};
