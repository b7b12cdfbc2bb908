import type { Primitive } from "../primitive";
import { enters, inside, passes, runsAPod } from "./rows";
import { api, pathfinding } from "./sources";

/** Techniques by instances and the services that start them. */
export const instancePrimitives: readonly Primitive[] = [
    ...passes("ec2.amazonaws.com", [
        ["EC2-RunInstances", ["ec2:RunInstances"], pathfinding("ec2-001")],
        ["EC2-SpotInstances", ["ec2:RequestSpotInstances"], pathfinding("ec2-004")],
        [
            "EC2-SpotFleet",
            ["ec2:RequestSpotFleet"],
            api("AWSEC2/latest/APIReference", "RequestSpotFleet"),
        ],
        [
            "EC2-Fleet",
            ["ec2:CreateLaunchTemplate", "ec2:CreateFleet"],
            api("AWSEC2/latest/APIReference", "CreateFleet"),
        ],
        [
            "EC2-AssociateProfile",
            ["ec2:AssociateIamInstanceProfile"],
            api("AWSEC2/latest/APIReference", "AssociateIamInstanceProfile"),
            inside,
        ],
        [
            "EC2-ReplaceProfile",
            ["ec2:ReplaceIamInstanceProfileAssociation"],
            api("AWSEC2/latest/APIReference", "ReplaceIamInstanceProfileAssociation"),
            inside,
        ],
        [
            "EC2-SwapRoleOfProfile",
            ["iam:RemoveRoleFromInstanceProfile", "iam:AddRoleToInstanceProfile"],
            api("IAM/latest/APIReference", "AddRoleToInstanceProfile"),
            inside,
        ],
        [
            "AutoScaling-CreateGroup",
            ["autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"],
            api("autoscaling/ec2/APIReference", "CreateLaunchConfiguration"),
        ],
        [
            "AutoScaling-UpdateGroup",
            ["autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"],
            api("autoscaling/ec2/APIReference", "UpdateAutoScalingGroup"),
        ],
        ["EMR", ["elasticmapreduce:RunJobFlow"], pathfinding("emr-001")],
        [
            "EKS-Nodegroup",
            ["eks:CreateNodegroup"],
            api("eks/latest/APIReference", "CreateNodegroup"),
            runsAPod,
        ],
        [
            "DataPipeline-Instance",
            ["datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"],
            pathfinding("datapipeline-001"),
        ],
        [
            // With a minimum of CPUs it starts instances at once, of an image of the attacker's.
            "Batch-ComputeEnvironment",
            ["batch:CreateComputeEnvironment"],
            api("batch/latest/APIReference", "CreateComputeEnvironment"),
        ],
        [
            "ElasticBeanstalk",
            ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:CreateEnvironment"],
            api("elasticbeanstalk/latest/api", "CreateEnvironment"),
        ],
    ]),
    ...enters("ec2.amazonaws.com", [
        [
            "EC2-UserData",
            ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
            pathfinding("ec2-002"),
        ],
        ["EC2-InstanceConnect", ["ec2-instance-connect:SendSSHPublicKey"], pathfinding("ec2-003")],
        [
            "EC2-SerialConsole",
            ["ec2-instance-connect:SendSerialConsoleSSHPublicKey"],
            api("ec2-instance-connect/latest/APIReference", "SendSerialConsoleSSHPublicKey"),
            "It needs a password of the instance as well.",
        ],
        [
            "EC2-LaunchTemplate",
            ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
            pathfinding("ec2-005"),
        ],
        [
            "EC2-ReplaceRootVolume",
            ["ec2:CreateReplaceRootVolumeTask"],
            api("AWSEC2/latest/APIReference", "CreateReplaceRootVolumeTask"),
        ],
        [
            "EC2-SwapRootVolume",
            ["ec2:StopInstances", "ec2:DetachVolume", "ec2:AttachVolume", "ec2:StartInstances"],
            api("AWSEC2/latest/APIReference", "AttachVolume"),
        ],
        ["CodeDeploy", ["codedeploy:CreateDeployment"], pathfinding("codedeploy-001")],
        [
            // A recipe may name an image of the attacker's, or user data.
            "ImageBuilder-Image",
            ["imagebuilder:CreateImageRecipe", "imagebuilder:CreateImage"],
            pathfinding("imagebuilder-001"),
        ],
        [
            "ImageBuilder-Container",
            ["imagebuilder:CreateContainerRecipe", "imagebuilder:CreateImage"],
            api("imagebuilder/latest/APIReference", "CreateContainerRecipe"),
        ],
        [
            "ElasticBeanstalk-UpdateEnvironment",
            ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:UpdateEnvironment"],
            api("elasticbeanstalk/latest/api", "UpdateEnvironment"),
        ],
        [
            "EMR-AddSteps",
            ["elasticmapreduce:AddJobFlowSteps"],
            api("emr/latest/APIReference", "AddJobFlowSteps"),
        ],
        [
            "EMR-Notebook",
            ["elasticmapreduce:StartNotebookExecution"],
            api("emr/latest/APIReference", "StartNotebookExecution"),
        ],
        [
            "Cloud9-Membership",
            ["cloud9:CreateEnvironmentMembership"],
            api("cloud9/latest/APIReference", "CreateEnvironmentMembership"),
        ],
    ]),
];
