import type { Primitive } from "../primitive";
import { enters, passes, runsAPod } from "./rows";
import { api, pathfinding } from "./sources";

/** Techniques by functions and containers. */
export const workloadPrimitives: readonly Primitive[] = [
    ...passes("lambda.amazonaws.com", [
        [
            // A canary is a script that runs as a function.
            "Synthetics",
            ["synthetics:CreateCanary", "synthetics:StartCanary"],
            api("AmazonSynthetics/latest/APIReference", "CreateCanary"),
        ],
    ]),
    ...passes("ecs-tasks.amazonaws.com", [
        // The request can override role and command of an existing task definition.
        ["ECS-RunTask", ["ecs:RunTask"], pathfinding("ecs-008")],
        ["ECS-StartTask", ["ecs:StartTask"], pathfinding("ecs-009")],
        [
            "ECS-CreateService",
            ["ecs:RegisterTaskDefinition", "ecs:CreateService"],
            pathfinding("ecs-003"),
        ],
        [
            "ECS-UpdateService",
            ["ecs:RegisterTaskDefinition", "ecs:UpdateService"],
            api("AmazonECS/latest/APIReference", "UpdateService"),
        ],
        [
            "ECS-CreateTaskSet",
            ["ecs:RegisterTaskDefinition", "ecs:CreateTaskSet"],
            api("AmazonECS/latest/APIReference", "CreateTaskSet"),
        ],
        [
            "ECS-CreateDaemon",
            ["ecs:RegisterDaemonTaskDefinition", "ecs:CreateDaemon"],
            api("AmazonECS/latest/APIReference", "CreateDaemon"),
        ],
        [
            "ECS-CreateExpressService",
            ["ecs:CreateExpressGatewayService"],
            api("AmazonECS/latest/APIReference", "CreateExpressGatewayService"),
        ],
        [
            "ECS-UpdateExpressService",
            ["ecs:UpdateExpressGatewayService"],
            api("AmazonECS/latest/APIReference", "UpdateExpressGatewayService"),
        ],
    ]),
    ...passes("pods.eks.amazonaws.com", [
        [
            "EKS-PodIdentity",
            ["eks:CreatePodIdentityAssociation"],
            api("eks/latest/APIReference", "CreatePodIdentityAssociation"),
            runsAPod,
        ],
        [
            "EKS-UpdatePodIdentity",
            ["eks:UpdatePodIdentityAssociation"],
            api("eks/latest/APIReference", "UpdatePodIdentityAssociation"),
            runsAPod,
        ],
        [
            // The creator of a cluster is its administrator.
            "EKS-NewCluster",
            ["eks:CreateCluster", "eks:CreatePodIdentityAssociation"],
            api("eks/latest/APIReference", "CreateCluster"),
        ],
    ]),
    ...passes("capabilities.eks.amazonaws.com", [
        [
            "EKS-Capability",
            ["eks:CreateCapability"],
            api("eks/latest/APIReference", "CreateCapability"),
            "It needs Kubernetes permission to write the cluster's resources.",
        ],
    ]),
    ...passes("tasks.apprunner.amazonaws.com", [
        ["AppRunner", ["apprunner:CreateService"], pathfinding("apprunner-001")],
    ]),
    ...passes("gamelift.amazonaws.com", [
        [
            "GameLift-Build",
            ["gamelift:CreateBuild", "gamelift:CreateFleet"],
            pathfinding("gamelift-001"),
        ],
        [
            "GameLift-Script",
            ["gamelift:CreateScript", "gamelift:CreateFleet"],
            api("gamelift/latest/apireference", "CreateScript"),
        ],
    ]),
    ...enters("lambda.amazonaws.com", [
        ["Lambda-UpdateCode", ["lambda:UpdateFunctionCode"], pathfinding("lambda-003")],
        [
            // By a layer or wrapper of the attacker.
            "Lambda-UpdateConfiguration",
            ["lambda:UpdateFunctionConfiguration"],
            api("lambda/latest/api", "UpdateFunctionConfiguration"),
        ],
        [
            "Synthetics-UpdateCanary",
            ["synthetics:UpdateCanary"],
            api("AmazonSynthetics/latest/APIReference", "UpdateCanary"),
        ],
    ]),
    ...enters("ecs-tasks.amazonaws.com", [
        ["ECS-ExecuteCommand", ["ecs:ExecuteCommand"], pathfinding("ecs-006")],
        // The request can override the command of an existing job definition.
        ["Batch-SubmitJob", ["batch:SubmitJob"], pathfinding("batch-002")],
    ]),
    ...enters("pods.eks.amazonaws.com", [
        [
            "EMRContainers-Job",
            ["emr-containers:StartJobRun"],
            api("emr-on-eks/latest/APIReference", "StartJobRun"),
            "It needs the role to be one of the virtual cluster's jobs.",
        ],
    ]),
    ...enters("tasks.apprunner.amazonaws.com", [
        ["AppRunner-UpdateService", ["apprunner:UpdateService"], pathfinding("apprunner-002")],
    ]),
    ...enters("gamelift.amazonaws.com", [
        [
            "GameLift-ComputeAccess",
            ["gamelift:GetComputeAccess"],
            api("gamelift/latest/apireference", "GetComputeAccess"),
        ],
    ]),
    ...enters("appstream.amazonaws.com", [
        [
            "AppStream-Fleet",
            ["appstream:CreateStreamingURL"],
            api("appstream2/latest/APIReference", "CreateStreamingURL"),
        ],
        [
            "AppStream-ImageBuilder",
            ["appstream:CreateImageBuilderStreamingURL"],
            api("appstream2/latest/APIReference", "CreateImageBuilderStreamingURL"),
        ],
    ]),
];
