import { controlPlaneIam } from "./controlPlaneIam";
import type { Role } from "./role";

/** PSKControlPlaneBaseRole: the pipeline of the platform's clusters. */
export const controlPlaneBaseRole: Role = {
    name: "ControlPlaneBaseRole",
    description:
        "Manages EKS clusters and what they need: nodes, keys, volumes, roles of workloads.",
    assumableBy: "identities",
    permissions: (scope) => {
        const { partition, accountId } = scope;
        const own = (service: string, resource: string): string =>
            `arn:${partition}:${service}:*:${accountId}:${resource}`;
        return [
            {
                Sid: "Read",
                Effect: "Allow",
                Action: [
                    "autoscaling:Describe*",
                    "ec2:Describe*",
                    "ec2:GetConsoleOutput",
                    "ec2:GetLaunchTemplateData",
                    "eks:Describe*",
                    "eks:List*",
                    "elasticfilesystem:Describe*",
                    "elasticloadbalancing:Describe*",
                    "iam:Get*",
                    "iam:List*",
                    "kms:ListAliases",
                    "logs:DescribeLogGroups",
                    "logs:ListTagsForResource",
                    "route53:GetHostedZone",
                    "route53:ListHostedZones*",
                    "route53:ListResourceRecordSets",
                    "route53:ListTagsForResource",
                ],
                Resource: ["*"],
            },
            {
                Sid: "ReadImageParameters",
                Effect: "Allow",
                Action: ["ssm:GetParameter"],
                // AWS's own public parameters: the images that EKS recommends.
                Resource: [`arn:${partition}:ssm:*::parameter/aws/service/*`],
            },
            {
                Sid: "CreateClusters",
                Effect: "Allow",
                Action: ["eks:CreateCluster", "eks:RegisterCluster"],
                Resource: ["*"],
            },
            {
                Sid: "WriteClusters",
                Effect: "Allow",
                Action: [
                    "eks:AccessKubernetesApi",
                    "eks:Associate*",
                    "eks:Create*",
                    "eks:Delete*",
                    "eks:Disassociate*",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:Update*",
                ],
                Resource: [
                    own("eks", "access-entry/*"),
                    own("eks", "addon/*"),
                    own("eks", "cluster/*"),
                    own("eks", "fargateprofile/*"),
                    own("eks", "identityproviderconfig/*"),
                    own("eks", "nodegroup/*"),
                    own("eks", "podidentityassociation/*"),
                ],
            },
            {
                // Node groups are made from launch templates; ids are not known before.
                Sid: "WriteNodes",
                Effect: "Allow",
                Action: [
                    "ec2:AuthorizeSecurityGroup*",
                    "ec2:CreateLaunchTemplate*",
                    "ec2:CreateSecurityGroup",
                    "ec2:CreateTags",
                    "ec2:DeleteLaunchTemplate*",
                    "ec2:DeleteSecurityGroup",
                    "ec2:DeleteTags",
                    "ec2:ModifyLaunchTemplate",
                    "ec2:RevokeSecurityGroup*",
                    "ec2:RunInstances",
                    "ec2:UpdateSecurityGroupRuleDescriptions*",
                ],
                Resource: [own("ec2", "*"), `arn:${partition}:ec2:*::image/*`],
            },
            {
                Sid: "WriteFileSystems",
                Effect: "Allow",
                Action: [
                    "elasticfilesystem:*AccessPoint",
                    "elasticfilesystem:*FileSystem",
                    "elasticfilesystem:*MountTarget",
                    "elasticfilesystem:DeleteFileSystemPolicy",
                    "elasticfilesystem:ModifyMountTargetSecurityGroups",
                    "elasticfilesystem:PutBackupPolicy",
                    "elasticfilesystem:PutLifecycleConfiguration",
                    "elasticfilesystem:TagResource",
                    "elasticfilesystem:UntagResource",
                ],
                Resource: [
                    own("elasticfilesystem", "access-point/*"),
                    own("elasticfilesystem", "file-system/*"),
                ],
            },
            {
                // EFS makes, changes and deletes a mount target's network interface as its caller, in subnets that another
                // account may share.
                Sid: "WriteMountTargetInterfaces",
                Effect: "Allow",
                Action: [
                    "ec2:CreateNetworkInterface",
                    "ec2:DeleteNetworkInterface",
                    "ec2:ModifyNetworkInterfaceAttribute",
                ],
                Resource: ["*"],
            },
            {
                Sid: "WriteClusterLogs",
                Effect: "Allow",
                Action: [
                    "logs:CreateLogGroup",
                    "logs:DeleteLogGroup",
                    "logs:PutRetentionPolicy",
                    "logs:TagResource",
                    "logs:UntagResource",
                ],
                Resource: [own("logs", "log-group:/aws/eks/*")],
            },
            {
                // IAM's reference has these without a resource.
                Sid: "CreateKeysAndFileSystems",
                Effect: "Allow",
                Action: ["elasticfilesystem:CreateFileSystem", "kms:CreateKey"],
                Resource: ["*"],
            },
            {
                Sid: "WriteKeys",
                Effect: "Allow",
                Action: [
                    "kms:*Alias",
                    "kms:DescribeKey",
                    "kms:EnableKeyRotation",
                    "kms:GetKey*",
                    "kms:ListResourceTags",
                    "kms:ScheduleKeyDeletion",
                    "kms:TagResource",
                    "kms:UntagResource",
                ],
                Resource: [own("kms", "alias/*"), own("kms", "key/*")],
            },
            {
                Sid: "GrantKeysToServices",
                Effect: "Allow",
                Action: ["kms:CreateGrant"],
                Resource: [own("kms", "key/*")],
                Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
            },
            {
                // Karpenter's interruption queue and the rules that feed it.
                Sid: "WriteInterruptionQueues",
                Effect: "Allow",
                Action: [
                    "events:*Rule",
                    "events:*Targets",
                    "events:ListTagsForResource",
                    "events:TagResource",
                    "events:UntagResource",
                    "sqs:*Queue",
                    "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl",
                    "sqs:ListQueueTags",
                    "sqs:SetQueueAttributes",
                ],
                Resource: [own("events", "rule/*"), own("sqs", "*")],
            },
            {
                Sid: "WriteClusterRecords",
                Effect: "Allow",
                Action: ["route53:ChangeResourceRecordSets"],
                Resource: [`arn:${partition}:route53:::hostedzone/*`],
            },
        ];
    },
    furtherPermissions: { Iam: controlPlaneIam },
};
