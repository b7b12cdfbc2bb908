import {
    alarmNames,
    auditBucketName,
    auditTrailName,
    boundaryArn,
    breakGlassRoleArn,
    entryRootPaths,
    groupPath,
    iamArn,
    pipelineRootPath,
    pipelineBoundaryArn,
    policyPath,
    roleArn,
    roleBoundaryArns,
    rolePath,
    secretPath,
    userRootPath,
} from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../platform/policyDocument";

/** Name, without the prefix, of the only role that may write IAM under the platform's paths. */
export const iamProfilesRoleName = "IamProfilesRole";

/** Name, without the prefix, of the only role that may ask IAM Identity Center. */
const accessAuditRoleName = "AccessAuditRole";

/** Writes that decide what a role may do, or who may assume it. */
const roleGrants: readonly string[] = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    // Its policies and its permissions boundary.
    "iam:PutRole*",
    "iam:UpdateAssumeRolePolicy",
];

/**
 * The permissions boundary of every catalogue role and of every role that one of them creates. It grants nothing: it
 * takes away, whatever permissions a role is given, the ways from one role to another and to an identity.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function permissionsBoundary(scope: AccountScope): PolicyDocument {
    const { prefix } = scope;
    const catalogueRoles = iamArn(scope, `role${rolePath(prefix)}*`);
    const breakGlassRole = breakGlassRoleArn(scope);
    const entryRoles = entryRootPaths(prefix).map((path) => iamArn(scope, `role${path}*`));
    // aws:PrincipalArn of a session is its role's ARN, path included.
    const unlessIamProfiles = {
        ArnNotEquals: { "aws:PrincipalArn": roleArn(scope, iamProfilesRoleName) },
    };
    const deny = (Sid: string, rest: Omit<PolicyStatement, "Sid" | "Effect">): PolicyStatement => ({
        Sid,
        Effect: "Deny",
        ...rest,
    });
    return policyDocument([
        { Sid: "CapOnly", Effect: "Allow", Action: ["*"], Resource: ["*"] },
        deny("NoRoleOfAnotherAccount", {
            Action: ["sts:AssumeRole"],
            NotResource: [iamArn(scope, "role/*")],
        }),
        deny("NoRoleChaining", {
            Action: ["sts:AssumeRole"],
            Resource: [catalogueRoles, breakGlassRole],
        }),
        deny("NoRootSession", { Action: ["sts:AssumeRoot"], Resource: ["*"] }),
        // Where nonprod shares the state account, its roles work beside the identities: what might give out credentials stays shut.
        deny("NoOtherCredentials", {
            Action: [
                "acm-pca:CreatePermission",
                "acm-pca:ImportCertificateAuthorityCertificate",
                "acm-pca:PutPolicy",
                "acm-pca:RestoreCertificateAuthority",
                "acm-pca:UpdateCertificateAuthority",
                "datazone:*",
                "iam:*Delegation*",
                "iam:EnableO*",
                "iam:PutAccountProperties",
                "iam:UpdateAccount*",
                "iq-permission:*",
                "ssm:*CloudConnector",
                "ssm:PutResourcePolicy",
                "ssm:SendAutomationSignal",
                "ssm:UpdateDocumentDefaultVersion",
            ],
            Resource: ["*"],
        }),
        deny("NoOrganization", {
            Action: [
                "account:*",
                "organizations:Attach*",
                "organizations:Create*",
                "organizations:Delete*",
                "organizations:Detach*",
                "organizations:Leave*",
                "organizations:Move*",
                "organizations:Remove*",
                "organizations:Update*",
            ],
            Resource: ["*"],
        }),
        // Only PSKAccessAuditRole sees whom IAM Identity Center assigns what, and its policy only reads.
        deny("NoIdentityCenter", {
            Action: ["identitystore:*", "sso:*"],
            Resource: ["*"],
            Condition: {
                ArnNotEquals: { "aws:PrincipalArn": roleArn(scope, accessAuditRoleName) },
            },
        }),
        // NotAction, so that an action that IAM gains tomorrow is refused too.
        deny("OnlyIamProfilesWritesThePlatform", {
            NotAction: [
                "iam:Get*",
                "iam:List*",
                "iam:PassRole",
                // What a secret is and who may read it, but not its value.
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetResourcePolicy",
                // What the audit trail's bucket is, but not what is in it.
                "s3:Get*Configuration",
                "s3:GetBucket*",
                "s3:ListBucket",
                "s3:ListTags*",
                "sts:AssumeRole",
            ],
            Resource: [
                catalogueRoles,
                breakGlassRole,
                iamArn(scope, `role${pipelineRootPath(prefix)}*`),
                iamArn(scope, `policy${policyPath(prefix)}*`),
                iamArn(scope, `group${groupPath(prefix)}*`),
                iamArn(scope, `user${userRootPath(prefix, "serviceAccount")}*`),
                // Users, and entry roles of federated groups.
                iamArn(scope, `*${userRootPath(prefix, "person")}*`),
                secretArns(scope),
                `${auditBucketArns(scope)[0]}*`,
            ],
            Condition: unlessIamProfiles,
        }),
        // Who uses emergency access must not be able to do so unseen, nor by a role that one makes.
        deny("OnlyIamProfilesWritesTheAlarm", {
            Action: [
                "events:Delete*",
                "events:Disable*",
                "events:Put*",
                "events:Remove*",
                "sns:*Permission",
                "sns:Delete*",
                "sns:Put*",
                "sns:Set*",
                "sns:Unsubscribe",
            ],
            Resource: alarmArns(scope),
            Condition: unlessIamProfiles,
        }),
        // PSKIamProfilesRole can make the audit trail, and not take it away.
        deny("NoWayAroundCloudTrail", {
            Action: [
                "cloudtrail:Delete*",
                "cloudtrail:Put*",
                "cloudtrail:Stop*",
                "cloudtrail:Update*",
            ],
            Resource: ["*"],
        }),
        deny("OnlyIamProfilesMakesIdentities", {
            Action: [
                "iam:AddUserToGroup",
                // Create, update and delete.
                "iam:*teAccessKey",
                "iam:*teLoginProfile",
                "iam:*teSAMLProvider",
                "iam:*ServiceSpecificCredential",
                "iam:CreateGroup",
                "iam:CreateUser",
                "iam:DeactivateMFADevice",
                "iam:UpdateUser",
                "iam:UploadSS*",
                "iam:UploadSig*",
            ],
            Resource: ["*"],
            Condition: unlessIamProfiles,
        }),
        // A principal that can change an identity provider can sign pipelines' tokens. A cluster's provider admits its pods only.
        deny("OnlyIamProfilesWritesIdentityProviders", {
            Action: [
                "iam:AddClientIDToOpenIDConnectProvider",
                "iam:CreateOpenIDConnectProvider",
                "iam:UpdateOpenIDConnectProviderThumbprint",
            ],
            NotResource: [iamArn(scope, "oidc-provider/oidc.eks.*")],
            Condition: unlessIamProfiles,
        }),
        deny("NoUserPolicies", {
            // Their policies and their permissions boundary.
            Action: ["iam:AttachUserPolicy", "iam:PutUser*"],
            Resource: ["*"],
        }),
        deny("NoRoleWithoutBoundary", {
            Action: [...roleGrants],
            NotResource: [catalogueRoles, ...entryRoles],
            Condition: {
                StringNotEquals: { "iam:PermissionsBoundary": boundaryArn(scope) },
            },
        }),
        // The IAM-profiles role alone writes these roles, and these boundaries: the platform's, teams', which are within this one, and
        // that of entry roles. Which of them a role has, its own policies say.
        deny("NoPlatformRoleWithoutBoundary", {
            Action: [...roleGrants],
            Resource: [catalogueRoles, ...entryRoles],
            Condition: {
                StringNotLike: {
                    "iam:PermissionsBoundary": [
                        ...roleBoundaryArns(scope),
                        pipelineBoundaryArn(scope),
                    ],
                },
            },
        }),
        deny("NoBoundaryRemoval", {
            Action: ["iam:Delete*PermissionsBoundary"],
            Resource: ["*"],
        }),
    ]);
}

/**
 * ARNs of the rules and topics that tell of emergency access and of what the audit trail warns of, and of the topics' subscriptions,
 * in whatever region.
 */
export const alarmArns = ({ partition, prefix, accountId }: AccountScope): string[] =>
    ["events:*:<account>:rule/", "sns:*:<account>:"].map(
        (start) => `arn:${partition}:${start.replace("<account>", accountId)}${alarmNames(prefix)}`,
    );

/** The bucket of the audit trail, if this is the state account, and what is in it. */
export const auditBucketArns = ({
    partition,
    prefix,
    accountId,
}: AccountScope): [string, string] => {
    const bucket = `arn:${partition}:s3:::${auditBucketName(prefix, accountId)}`;
    return [bucket, `${bucket}/*`];
};

/** ARNs of the credential secrets, in whatever region. */
export const secretArns = (scope: AccountScope): string =>
    `arn:${scope.partition}:secretsmanager:*:${scope.accountId}:secret:${secretPath(scope.prefix)}*`;

/** The audit trail of the account, in whatever region. */
export const auditTrailArn = ({ partition, prefix, accountId }: AccountScope): string =>
    `arn:${partition}:cloudtrail:*:${accountId}:trail/${auditTrailName(prefix)}`;
