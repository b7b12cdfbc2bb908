import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api } from "./sources";

const ec2 = (action: string): string => api("AWSEC2/latest/APIReference", action);
const autoScaling = (action: string): string => api("autoscaling/ec2/APIReference", action);
const imageBuilder = (action: string): string => api("imagebuilder/latest/APIReference", action);

const ofDlm = "It needs a role of Data Lifecycle Manager that may run scripts on instances.";

/** Launch templates, whose user data is the attacker's code, and other ways into instances. */
export const launchTemplatePrimitives: readonly Primitive[] = [
    ...passes("ec2.amazonaws.com", [
        [
            "AutoScaling-LaunchTemplate",
            ["ec2:CreateLaunchTemplate", "autoscaling:CreateAutoScalingGroup"],
            autoScaling("CreateAutoScalingGroup"),
        ],
        [
            "AutoScaling-SwitchTemplate",
            ["ec2:CreateLaunchTemplate", "autoscaling:UpdateAutoScalingGroup"],
            autoScaling("UpdateAutoScalingGroup"),
        ],
        [
            "EKS-Nodegroup-LaunchTemplate",
            ["ec2:CreateLaunchTemplate", "eks:CreateNodegroup"],
            api("eks/latest/APIReference", "CreateNodegroup"),
        ],
        [
            "ParallelComputing-NodeGroup",
            ["ec2:CreateLaunchTemplate", "pcs:CreateComputeNodeGroup"],
            api("pcs/latest/APIReference", "CreateComputeNodeGroup"),
        ],
        [
            "WorkSpaces-Instance",
            ["workspaces-instances:CreateWorkspaceInstance"],
            api("workspaces-instances/latest/APIReference", "CreateWorkspaceInstance"),
        ],
        [
            "Batch-UpdateComputeEnvironment",
            ["batch:UpdateComputeEnvironment"],
            api("batch/latest/APIReference", "UpdateComputeEnvironment"),
        ],
    ]),
    ...enters("ec2.amazonaws.com", [
        [
            "AutoScaling-TemplateVersion",
            ["ec2:CreateLaunchTemplateVersion", "autoscaling:UpdateAutoScalingGroup"],
            autoScaling("UpdateAutoScalingGroup"),
        ],
        [
            "AutoScaling-InstanceRefresh",
            ["ec2:CreateLaunchTemplateVersion", "autoscaling:StartInstanceRefresh"],
            autoScaling("StartInstanceRefresh"),
        ],
        [
            "EC2-ModifyFleet",
            ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyFleet"],
            ec2("ModifyFleet"),
        ],
        [
            "EC2-ModifySpotFleet",
            ["ec2:CreateLaunchTemplateVersion", "ec2:ModifySpotFleetRequest"],
            ec2("ModifySpotFleetRequest"),
        ],
        [
            "EKS-NodegroupVersion",
            ["ec2:CreateLaunchTemplateVersion", "eks:UpdateNodegroupVersion"],
            api("eks/latest/APIReference", "UpdateNodegroupVersion"),
        ],
        [
            "EC2-PasswordData",
            ["ec2:GetPasswordData"],
            ec2("GetPasswordData"),
            "It needs the private key of the instance's key pair.",
        ],
        [
            "EMR-Session",
            ["elasticmapreduce:StartSession"],
            api("emr/latest/APIReference", "StartSession"),
            "It needs a cluster that takes sessions.",
        ],
        [
            "EMR-SessionCredentials",
            ["elasticmapreduce:GetClusterSessionCredentials"],
            api("emr/latest/APIReference", "GetClusterSessionCredentials"),
            "It needs a cluster with an endpoint that takes them.",
        ],
        [
            "ImageBuilder-Pipeline",
            ["imagebuilder:CreateImageRecipe", "imagebuilder:CreateImagePipeline"],
            imageBuilder("CreateImagePipeline"),
        ],
        [
            "ImageBuilder-UpdatePipeline",
            ["imagebuilder:CreateImageRecipe", "imagebuilder:UpdateImagePipeline"],
            imageBuilder("UpdateImagePipeline"),
        ],
        [
            "DLM-Scripts",
            ["dlm:CreateLifecyclePolicy"],
            api("dlm/latest/APIReference", "Script"),
            ofDlm,
        ],
        [
            "DLM-UpdateScripts",
            ["dlm:UpdateLifecyclePolicy"],
            api("dlm/latest/APIReference", "Script"),
            ofDlm,
        ],
    ]),
];
