import type { Primitive } from "../primitive";
import { enters, passes, runsAPod } from "./rows";
import { api } from "./sources";

const eks = (action: string): string => api("eks/latest/APIReference", action);
const emrContainers = (action: string): string => api("emr-on-eks/latest/APIReference", action);
const oneOfItsRoles = "It needs the role to be one of the virtual cluster's.";

/** Containers and fleets beside those that are started outright. */
export const containerPrimitives: readonly Primitive[] = [
    ...passes("ecs-tasks.amazonaws.com", [
        [
            "ECS-UpdateDaemon",
            ["ecs:RegisterDaemonTaskDefinition", "ecs:UpdateDaemon"],
            api("AmazonECS/latest/APIReference", "UpdateDaemon"),
        ],
    ]),
    ...passes("sagemaker.amazonaws.com", [
        // The job's payload is a request for a training job, with its role.
        [
            "Batch-ServiceJob",
            ["batch:SubmitServiceJob"],
            api("batch/latest/APIReference", "SubmitServiceJob"),
        ],
    ]),
    ...passes("pods.eks.amazonaws.com", [
        ["EKS-Addon", ["eks:CreateAddon"], eks("CreateAddon"), runsAPod],
        ["EKS-UpdateAddon", ["eks:UpdateAddon"], eks("UpdateAddon"), runsAPod],
    ]),
    // The cluster that is registered joins as a managed node, and gets the role as one.
    ...passes("ssm.amazonaws.com", [
        [
            "EKS-Connector",
            ["eks:RegisterCluster"],
            eks("RegisterCluster"),
            "It needs an activation that accepts the attacker's machine.",
        ],
    ]),
    ...passes("capabilities.eks.amazonaws.com", [
        [
            "EKS-UpdateCapability",
            ["eks:UpdateCapability"],
            eks("UpdateCapability"),
            "It needs the right to write the cluster's resources, which Kubernetes gives.",
        ],
    ]),
    ...passes("gamelift.amazonaws.com", [
        [
            "GameLift-ContainerFleet",
            ["gamelift:CreateContainerGroupDefinition", "gamelift:CreateContainerFleet"],
            api("gamelift/latest/apireference", "CreateContainerFleet"),
        ],
    ]),
    ...enters("ecs-tasks.amazonaws.com", [
        [
            "ECS-Agent",
            ["ecs:RegisterContainerInstance", "ecs:Poll"],
            "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html",
            "It needs a task that is placed on the attacker's instance.",
        ],
    ]),
    ...enters("pods.eks.amazonaws.com", [
        [
            "EKS-PodCredentials",
            ["eks-auth:AssumeRoleForPodIdentity"],
            api("eks/latest/APIReference", "auth_AssumeRoleForPodIdentity"),
            "It needs the token of a pod.",
        ],
        [
            "EMRContainers-ManagedEndpoint",
            ["emr-containers:CreateManagedEndpoint"],
            emrContainers("CreateManagedEndpoint"),
            oneOfItsRoles,
        ],
        [
            "EMRContainers-SessionCredentials",
            ["emr-containers:GetManagedEndpointSessionCredentials"],
            emrContainers("GetManagedEndpointSessionCredentials"),
            oneOfItsRoles,
        ],
    ]),
    ...enters("gamelift.amazonaws.com", [
        [
            "GameLift-UpdateContainers",
            ["gamelift:UpdateContainerGroupDefinition", "gamelift:UpdateContainerFleet"],
            api("gamelift/latest/apireference", "UpdateContainerGroupDefinition"),
        ],
        [
            "GameLift-InstanceAccess",
            ["gamelift:GetInstanceAccess"],
            api("gamelift/latest/apireference", "GetInstanceAccess"),
        ],
    ]),
    ...enters("appstream.amazonaws.com", [
        [
            "AppStream-AppBlockBuilder",
            ["appstream:CreateAppBlockBuilderStreamingURL"],
            api("appstream2/latest/APIReference", "CreateAppBlockBuilderStreamingURL"),
        ],
    ]),
];
