import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api } from "./sources";

const agentCore = (action: string): string =>
    api("bedrock-agentcore-control/latest/APIReference", action);
const ec2 = (action: string): string => api("AWSEC2/latest/APIReference", action);
const sageMaker = (action: string): string => api("sagemaker/latest/APIReference", action);
const iot = (action: string): string => api("iot/latest/apireference", action);

const latestRevision = "It needs another principal that runs the latest revision.";
const startedByOthers = "It needs an instance that another principal starts again.";
const withTemplate = "It needs a launch template with the role.";
const withImage = "It needs the right to name an image of the attacker's.";
const withPolicy = "It needs a policy of the service that lets a certificate get the role.";
const ownIssuer = "It needs an issuer of the attacker's, whose tokens it accepts.";
const bySchedule = "It needs a schedule, or another principal, that runs it.";
const runningSession = "It needs another principal's running session.";

/**
 * The first step of techniques of several steps: what is there already, or another principal, may do the others. No policy says
 * whether it does.
 */
export const completedByOthersPrimitives: readonly Primitive[] = [
    ...passes("ecs-tasks.amazonaws.com", [
        [
            "ECS-LatestRevision",
            ["ecs:RegisterTaskDefinition"],
            api("AmazonECS/latest/APIReference", "RegisterTaskDefinition"),
            latestRevision,
        ],
        [
            "ECS-LatestDaemonRevision",
            ["ecs:RegisterDaemonTaskDefinition"],
            api("AmazonECS/latest/APIReference", "RegisterDaemonTaskDefinition"),
            latestRevision,
        ],
        [
            "Batch-LatestRevision",
            ["batch:RegisterJobDefinition"],
            api("batch/latest/APIReference", "RegisterJobDefinition"),
            latestRevision,
        ],
    ]),
    ...passes("ec2.amazonaws.com", [
        // An override of the request may name an image of the attacker's.
        ["EC2-FleetOfTemplate", ["ec2:CreateFleet"], ec2("CreateFleet"), withTemplate],
        [
            "AutoScaling-GroupOfTemplate",
            ["autoscaling:CreateAutoScalingGroup"],
            api("autoscaling/ec2/APIReference", "CreateAutoScalingGroup"),
            withTemplate,
        ],
        [
            "AutoScaling-UpdateOfTemplate",
            ["autoscaling:UpdateAutoScalingGroup"],
            api("autoscaling/ec2/APIReference", "LaunchTemplateOverrides"),
            withTemplate,
        ],
        [
            "AutoScaling-RefreshOfTemplate",
            ["autoscaling:StartInstanceRefresh"],
            api("autoscaling/ec2/APIReference", "StartInstanceRefresh"),
            withTemplate,
        ],
        [
            "ElasticBeanstalk-Image",
            ["elasticbeanstalk:CreateEnvironment"],
            api("elasticbeanstalk/latest/api", "CreateEnvironment"),
            withImage,
        ],
    ]),
    ...passes("ssm.amazonaws.com", [
        [
            "Config-AutomaticRemediation",
            ["config:PutRemediationConfigurations"],
            api("config/latest/APIReference", "PutRemediationConfigurations"),
            "It needs a resource that breaks the rule.",
        ],
    ]),
    ...passes("glue.amazonaws.com", [
        [
            "Glue-SessionArguments",
            ["glue:CreateSession"],
            api("glue/latest/webapi", "CreateSession"),
            "It needs a session that installs what its arguments name.",
        ],
    ]),
    ...passes("sagemaker.amazonaws.com", [
        [
            "SageMaker-ScheduledPipeline",
            ["sagemaker:UpdatePipeline"],
            sageMaker("UpdatePipeline"),
            bySchedule,
        ],
    ]),
    ...passes("bedrock-agentcore.amazonaws.com", [
        [
            "AgentCore-RuntimeByToken",
            ["bedrock-agentcore:CreateAgentRuntime"],
            agentCore("CreateAgentRuntime"),
            ownIssuer,
        ],
        [
            "AgentCore-HarnessByToken",
            ["bedrock-agentcore:CreateHarness"],
            agentCore("CreateHarness"),
            ownIssuer,
        ],
        [
            "AgentCore-UpdateHarnessByToken",
            ["bedrock-agentcore:UpdateHarness"],
            agentCore("UpdateHarness"),
            ownIssuer,
        ],
    ]),
    ...passes("amplify.amazonaws.com", [
        [
            "Amplify-AutoBuild",
            ["amplify:CreateApp"],
            api("amplify/latest/APIReference", "CreateApp"),
            "It needs a repository of the attacker's whose pushes start builds.",
        ],
    ]),
    ...passes("airflow-serverless.amazonaws.com", [
        [
            "AirflowServerless-CreateScheduled",
            ["airflow-serverless:CreateWorkflow"],
            api("mwaa-serverless/latest/APIReference", "CreateWorkflow"),
            bySchedule,
        ],
        [
            "AirflowServerless-UpdateScheduled",
            ["airflow-serverless:UpdateWorkflow"],
            api("mwaa-serverless/latest/APIReference", "UpdateWorkflow"),
            bySchedule,
        ],
    ]),
    ...passes("datapipeline.amazonaws.com", [
        [
            "DataPipeline-Active",
            ["datapipeline:PutPipelineDefinition"],
            api("datapipeline/latest/APIReference", "PutPipelineDefinition"),
            bySchedule,
        ],
    ]),
    ...passes("lambda.amazonaws.com", [
        [
            "Synthetics-Invoke",
            ["synthetics:CreateCanary", "lambda:InvokeFunction"],
            api("AmazonSynthetics/latest/APIReference", "CreateCanary"),
            "It needs the canary's function to run though the canary wasn't started.",
        ],
    ]),
    ...enters("ec2.amazonaws.com", [
        [
            "EC2-LatestTemplateVersion",
            ["ec2:CreateLaunchTemplateVersion"],
            ec2("CreateLaunchTemplateVersion"),
            "It needs a group or fleet that takes the template's latest version.",
        ],
        [
            "EC2-UserDataOfStopped",
            ["ec2:ModifyInstanceAttribute"],
            ec2("ModifyInstanceAttribute"),
            startedByOthers,
        ],
        [
            "EC2-VolumeOfStopped",
            ["ec2:DetachVolume", "ec2:AttachVolume"],
            ec2("AttachVolume"),
            startedByOthers,
        ],
        [
            "ElasticBeanstalk-UpdateImage",
            ["elasticbeanstalk:UpdateEnvironment"],
            api("elasticbeanstalk/latest/api", "UpdateEnvironment"),
            withImage,
        ],
    ]),
    ...enters("sagemaker.amazonaws.com", [
        [
            "SageMaker-LifecycleConfigOfStopped",
            ["sagemaker:UpdateNotebookInstanceLifecycleConfig"],
            sageMaker("UpdateNotebookInstanceLifecycleConfig"),
            startedByOthers,
        ],
        [
            "SageMaker-UpdateOfStopped",
            ["sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:UpdateNotebookInstance"],
            sageMaker("UpdateNotebookInstance"),
            startedByOthers,
        ],
    ]),
    ...enters("codebuild.amazonaws.com", [
        [
            "CodeBuild-RunningSandbox-Command",
            ["codebuild:StartCommandExecution"],
            api("codebuild/latest/APIReference", "StartCommandExecution"),
            "It needs a sandbox that runs.",
        ],
        [
            "CodeBuild-RunningSandbox-Connection",
            ["codebuild:StartSandboxConnection"],
            api("codebuild/latest/APIReference", "StartSandboxConnection"),
            "It needs a sandbox that runs.",
        ],
    ]),
    ...enters("amplify.amazonaws.com", [
        [
            "Amplify-NextBuild",
            ["amplify:UpdateApp"],
            api("amplify/latest/APIReference", "UpdateApp"),
            "It needs a push that starts a build.",
        ],
    ]),
    ...enters("athena.amazonaws.com", [
        [
            "Athena-RunningSession",
            ["athena:StartCalculationExecution"],
            api("athena/latest/APIReference", "StartCalculationExecution"),
            runningSession,
        ],
    ]),
    ...enters("bedrock-agentcore.amazonaws.com", [
        [
            "AgentCore-RunningInterpreter",
            ["bedrock-agentcore:InvokeCodeInterpreter"],
            api("bedrock-agentcore/latest/APIReference", "InvokeCodeInterpreter"),
            runningSession,
        ],
        [
            "AgentCore-RunningBrowser",
            ["bedrock-agentcore:ConnectBrowserAutomationStream"],
            api("bedrock-agentcore/latest/APIReference", "ConnectBrowserAutomationStream"),
            runningSession,
        ],
    ]),
    ...enters("servicecatalog.amazonaws.com", [
        [
            "ServiceCatalog-NewVersion",
            ["servicecatalog:CreateProvisioningArtifact"],
            api("servicecatalog/latest/dg", "CreateProvisioningArtifact"),
            "It needs another principal that launches the product's latest version.",
        ],
    ]),
    ...enters("credentials.iot.amazonaws.com", [
        ["IoT-AttachPolicy", ["iot:AttachPolicy"], iot("AttachPolicy"), withPolicy],
        [
            "IoT-AttachPrincipalPolicy",
            ["iot:AttachPrincipalPolicy"],
            iot("AttachPrincipalPolicy"),
            withPolicy,
        ],
        [
            "Greengrass-Deployment",
            ["greengrass:CreateDeployment"],
            api("greengrass/v2/APIReference", "CreateDeployment"),
            "It needs a component that runs what its configuration says.",
        ],
    ]),
];
