import { createServiceLinkedRoles, passWorkloadRoles } from "./passRole";
import type { Role } from "./role";
import { writeWorkloadIam } from "./workloadIam";

/** PSKCrossplaneProviderRole: Crossplane in the clusters, which makes AWS resources on behalf of teams. */
export const crossplaneProviderRole: Role = {
    name: "CrossplaneProviderRole",
    description: "Crossplane's AWS provider: makes the resources that teams ask for.",
    assumableBy: "pods.eks.amazonaws.com",
    permissions: (scope) => {
        const eks = (type: string): string =>
            `arn:${scope.partition}:eks:*:${scope.accountId}:${type}/*`;
        return [
            {
                // What teams can ask for. Whole services, since Crossplane owns the life of what it makes; IAM is not among them.
                Sid: "ManageTeamResources",
                Effect: "Allow",
                Action: [
                    "dynamodb:*",
                    "ecr:*",
                    "elasticache:*",
                    "kms:*",
                    "memorydb:*",
                    "rds:*",
                    "s3:*",
                    "secretsmanager:*",
                    "sns:*",
                    "sqs:*",
                ],
                Resource: ["*"],
            },
            {
                Sid: "ReadNetworks",
                Effect: "Allow",
                Action: ["ec2:Describe*"],
                Resource: ["*"],
            },
            {
                Sid: "WriteSecurityGroups",
                Effect: "Allow",
                Action: [
                    "ec2:AuthorizeSecurityGroup*",
                    "ec2:CreateSecurityGroup",
                    "ec2:CreateTags",
                    "ec2:DeleteSecurityGroup",
                    "ec2:DeleteTags",
                    "ec2:RevokeSecurityGroup*",
                ],
                Resource: [`arn:${scope.partition}:ec2:*:${scope.accountId}:*`],
            },
            {
                // Which pods of a cluster get which workload role. IAM checks these on the cluster.
                Sid: "AssociatePodIdentities",
                Effect: "Allow",
                Action: [
                    "eks:CreatePodIdentityAssociation",
                    "eks:DescribeCluster",
                    "eks:ListPodIdentityAssociations",
                ],
                Resource: [eks("cluster"), eks("podidentityassociation")],
            },
            {
                Sid: "WritePodIdentities",
                Effect: "Allow",
                Action: [
                    "eks:DeletePodIdentityAssociation",
                    "eks:DescribePodIdentityAssociation",
                    "eks:TagResource",
                    "eks:UntagResource",
                    "eks:UpdatePodIdentityAssociation",
                ],
                Resource: [eks("podidentityassociation")],
            },
            {
                Sid: "ReadIam",
                Effect: "Allow",
                Action: ["iam:GetPolicy*", "iam:GetRole*", "iam:List*"],
                Resource: ["*"],
            },
            ...writeWorkloadIam(scope),
            passWorkloadRoles(scope, [
                "monitoring.rds.amazonaws.com",
                "pods.eks.amazonaws.com",
                "rds.amazonaws.com",
            ]),
            createServiceLinkedRoles(scope, [
                "elasticache.amazonaws.com",
                "memorydb.amazonaws.com",
                "rds.amazonaws.com",
            ]),
        ];
    },
};
