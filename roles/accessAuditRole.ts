import { alarmArns } from "./boundary";
import type { Role } from "./role";

/** PSKAccessAuditRole: pipelines and people that read the accounts, and change nothing. */
export const accessAuditRole: Role = {
    name: "AccessAuditRole",
    description: "Reads IAM and who may read secrets: access, drift, and previews.",
    // It shows who could be attacked, so nonprod identities may not look.
    assumableBy: "prodIdentities",
    readOnly: true,
    permissions: (scope) => [
        {
            // By name, since iam:Get* and iam:List* gain actions: `access --source live`, `drift`, and a preview's refresh.
            Sid: "ReadIam",
            Effect: "Allow",
            Action: [
                "iam:GetAccountAuthorizationDetails",
                "iam:GetGroup",
                "iam:GetGroupPolicy",
                "iam:GetLoginProfile",
                "iam:GetOpenIDConnectProvider",
                "iam:GetPolicy",
                "iam:GetPolicyVersion",
                "iam:GetRole",
                "iam:GetRolePolicy",
                "iam:GetSAMLProvider",
                "iam:GetUser",
                "iam:GetUserPolicy",
                "iam:ListAccessKeys",
                "iam:ListAttachedGroupPolicies",
                "iam:ListAttachedRolePolicies",
                "iam:ListAttachedUserPolicies",
                "iam:ListEntitiesForPolicy",
                "iam:ListGroupPolicies",
                "iam:ListGroupsForUser",
                "iam:ListInstanceProfilesForRole",
                "iam:ListMFADevices",
                "iam:ListOpenIDConnectProviderTags",
                "iam:ListOpenIDConnectProviders",
                "iam:ListPolicyTags",
                "iam:ListPolicyVersions",
                "iam:ListRolePolicies",
                "iam:ListRoleTags",
                "iam:ListRoles",
                "iam:ListSAMLProviderTags",
                "iam:ListSAMLProviders",
                "iam:ListSSHPublicKeys",
                "iam:ListServiceSpecificCredentials",
                "iam:ListSigningCertificates",
                "iam:ListUserPolicies",
                "iam:ListUserTags",
                "iam:ListVirtualMFADevices",
            ],
            Resource: ["*"],
        },
        {
            // A preview's refresh of the alarm of emergency access.
            Sid: "ReadBreakGlassAlarm",
            Effect: "Allow",
            Action: [
                "events:DescribeRule",
                "events:ListTagsForResource",
                "events:ListTargetsByRule",
                "sns:GetSubscriptionAttributes",
                "sns:GetTopicAttributes",
                "sns:ListTagsForResource",
            ],
            Resource: alarmArns(scope),
        },
        {
            Sid: "ListSecrets",
            Effect: "Allow",
            Action: ["secretsmanager:ListSecrets"],
            Resource: ["*"],
        },
        {
            // Without their values.
            Sid: "ReadSecretPolicies",
            Effect: "Allow",
            Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
            Resource: [`arn:${scope.partition}:secretsmanager:*:${scope.accountId}:secret:*`],
        },
        {
            // `access --source live --organization`, where this account may ask AWS Organizations.
            Sid: "ReadOrganization",
            Effect: "Allow",
            Action: [
                "organizations:DescribeOrganization",
                "organizations:DescribePolicy",
                "organizations:ListAccountsForParent",
                "organizations:ListOrganizationalUnitsForParent",
                "organizations:ListPolicies",
                "organizations:ListRoots",
                "organizations:ListTargetsForPolicy",
            ],
            Resource: ["*"],
        },
        {
            // Who is assigned what; the permissions boundary lets no other role ask.
            Sid: "ReadIdentityCenter",
            Effect: "Allow",
            Action: [
                "identitystore:ListGroupMemberships",
                "identitystore:ListGroups",
                "identitystore:ListUsers",
                "sso:DescribePermissionSet",
                "sso:ListAccountAssignments",
                "sso:ListInstances",
                "sso:ListPermissionSetsProvisionedToAccount",
            ],
            Resource: ["*"],
        },
        {
            // `status` compares what AWS grants with the configuration.
            Sid: "ReadQuotas",
            Effect: "Allow",
            Action: ["servicequotas:ListServiceQuotas"],
            Resource: ["*"],
        },
    ],
};
