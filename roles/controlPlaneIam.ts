import { iamArn, roleArn } from "../platform/naming";
import { crossplaneProviderRole } from "./crossplaneProviderRole";
import { createServiceLinkedRoles, passWorkloadRoles } from "./passRole";
import type { Permissions } from "./role";
import { writeWorkloadIam } from "./workloadIam";

/** What the pipeline of the platform's clusters may do in IAM: roles of nodes and workloads, always with the boundary. */
export const controlPlaneIam: Permissions = (scope) => [
    ...writeWorkloadIam(scope),
    {
        Sid: "WriteInstanceProfiles",
        Effect: "Allow",
        Action: ["iam:*InstanceProfile"],
        Resource: [iamArn(scope, "instance-profile/*")],
    },
    {
        // A cluster's own issuer, for roles of its service accounts.
        Sid: "WriteClusterIssuers",
        Effect: "Allow",
        Action: ["iam:*OpenIDConnectProvider", "iam:UpdateOpenIDConnectProviderThumbprint"],
        Resource: [iamArn(scope, "oidc-provider/oidc.eks.*")],
    },
    passWorkloadRoles(scope, [
        "ec2.amazonaws.com",
        "eks.amazonaws.com",
        "eks-fargate-pods.amazonaws.com",
        "pods.eks.amazonaws.com",
    ]),
    {
        // The pod identity association of each cluster's Crossplane.
        Sid: "PassCrossplaneProvider",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [roleArn(scope, crossplaneProviderRole.name)],
        Condition: {
            StringEquals: { "iam:PassedToService": ["pods.eks.amazonaws.com"] },
        },
    },
    createServiceLinkedRoles(scope, [
        "autoscaling.amazonaws.com",
        "eks.amazonaws.com",
        "eks-fargate.amazonaws.com",
        "eks-nodegroup.amazonaws.com",
        "elasticfilesystem.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
        "spot.amazonaws.com",
    ]),
];
