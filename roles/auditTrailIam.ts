import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";
import { alarmArns, auditBucketArns, auditTrailArn } from "./boundary";

/** What making the audit trail and the alarms takes, of this and of emergency access. */
export const auditTrailIam = (scope: AccountScope): PolicyStatement[] => [
    {
        // Of emergency access and of the audit trail. Anybody could be told by it, and nothing can be done with it.
        Sid: "WriteAlarms",
        Effect: "Allow",
        Action: [
            "events:DeleteRule",
            "events:DescribeRule",
            "events:ListTagsForResource",
            "events:ListTargetsByRule",
            "events:PutRule",
            "events:PutTargets",
            "events:RemoveTargets",
            "events:TagResource",
            "events:UntagResource",
            "sns:CreateTopic",
            "sns:DeleteTopic",
            "sns:GetSubscriptionAttributes",
            "sns:GetTopicAttributes",
            "sns:ListTagsForResource",
            "sns:SetTopicAttributes",
            "sns:Subscribe",
            "sns:TagResource",
            "sns:Unsubscribe",
            "sns:UntagResource",
        ],
        Resource: alarmArns(scope),
    },
    {
        // Without what stops or changes it: that takes an administrator of the account.
        Sid: "MakeAuditTrail",
        Effect: "Allow",
        Action: [
            "cloudtrail:AddTags",
            "cloudtrail:CreateTrail",
            "cloudtrail:Get*",
            "cloudtrail:ListTags",
            "cloudtrail:StartLogging",
        ],
        Resource: [auditTrailArn(scope)],
    },
    {
        Sid: "FindTrails",
        Effect: "Allow",
        Action: ["cloudtrail:DescribeTrails"],
        Resource: ["*"],
    },
    {
        Sid: "MakeAuditBucket",
        Effect: "Allow",
        Action: [
            "s3:CreateBucket",
            "s3:GetAccelerateConfiguration",
            "s3:GetBucket*",
            "s3:GetEncryptionConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:ListBucket",
            "s3:ListTagsForResource",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketPolicy",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketTagging",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
            "s3:TagResource",
        ],
        Resource: auditBucketArns(scope).slice(0, 1),
    },
];
