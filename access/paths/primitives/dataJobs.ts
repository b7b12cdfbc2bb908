import type { Primitive } from "../primitive";
import { enters, passes, singleCalls } from "./rows";
import { api, pathfinding } from "./sources";

/** Techniques by data jobs and agents. */
export const dataJobPrimitives: readonly Primitive[] = [
    ...passes("glue.amazonaws.com", [
        ["Glue-DevEndpoint", ["glue:CreateDevEndpoint"], pathfinding("glue-001")],
        ["Glue-Job-Run", ["glue:CreateJob", "glue:StartJobRun"], pathfinding("glue-003")],
        ["Glue-Job-Trigger", ["glue:CreateJob", "glue:CreateTrigger"], pathfinding("glue-004")],
        ["Glue-UpdateJob-Run", ["glue:UpdateJob", "glue:StartJobRun"], pathfinding("glue-005")],
        [
            "Glue-UpdateJob-Trigger",
            ["glue:UpdateJob", "glue:CreateTrigger"],
            pathfinding("glue-006"),
        ],
        [
            "Glue-UpdateJob",
            ["glue:UpdateJob"],
            api("glue/latest/webapi", "UpdateJob"),
            "It needs a trigger that runs the job.",
        ],
        ["Glue-Session", ["glue:CreateSession", "glue:RunStatement"], pathfinding("glue-007")],
    ]),
    ...passes("sagemaker.amazonaws.com", [
        ["SageMaker-Notebook", ["sagemaker:CreateNotebookInstance"], pathfinding("sagemaker-001")],
        ["SageMaker-TrainingJob", ["sagemaker:CreateTrainingJob"], pathfinding("sagemaker-002")],
        [
            "SageMaker-ProcessingJob",
            ["sagemaker:CreateProcessingJob"],
            pathfinding("sagemaker-003"),
        ],
        [
            "SageMaker-TuningJob",
            ["sagemaker:CreateHyperParameterTuningJob"],
            api("sagemaker/latest/APIReference", "CreateHyperParameterTuningJob"),
        ],
        [
            "SageMaker-TransformJob",
            ["sagemaker:CreateModel", "sagemaker:CreateTransformJob"],
            api("sagemaker/latest/APIReference", "CreateTransformJob"),
        ],
        [
            "SageMaker-Endpoint",
            ["sagemaker:CreateModel", "sagemaker:CreateEndpointConfig", "sagemaker:CreateEndpoint"],
            api("sagemaker/latest/APIReference", "CreateModel"),
        ],
        [
            "SageMaker-MonitoringSchedule",
            ["sagemaker:CreateMonitoringSchedule"],
            api("sagemaker/latest/APIReference", "CreateMonitoringSchedule"),
        ],
        [
            "SageMaker-Pipeline",
            ["sagemaker:CreatePipeline", "sagemaker:StartPipelineExecution"],
            api("sagemaker/latest/APIReference", "CreatePipeline"),
        ],
        [
            "SageMaker-UpdatePipeline",
            ["sagemaker:UpdatePipeline", "sagemaker:StartPipelineExecution"],
            api("sagemaker/latest/APIReference", "UpdatePipeline"),
        ],
        [
            "SageMaker-Cluster",
            ["sagemaker:CreateCluster"],
            api("sagemaker/latest/APIReference", "CreateCluster"),
        ],
    ]),
    ...passes("datapipeline.amazonaws.com", [
        [
            "DataPipeline",
            ["datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"],
            pathfinding("datapipeline-001"),
        ],
    ]),
    ...passes("emr-serverless.amazonaws.com", [
        ["EMRServerless-Job", ["emr-serverless:StartJobRun"], pathfinding("emrserverless-001")],
        [
            "EMRServerless-Session",
            ["emr-serverless:StartSession"],
            api("emr-serverless/latest/APIReference", "StartSession"),
        ],
    ]),
    ...passes("kinesisanalytics.amazonaws.com", [
        [
            "KinesisAnalytics",
            ["kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"],
            pathfinding("kinesisanalytics-001"),
        ],
    ]),
    ...passes("kafkaconnect.amazonaws.com", [
        [
            "KafkaConnect",
            ["kafkaconnect:CreateCustomPlugin", "kafkaconnect:CreateConnector"],
            "https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-service-execution-role.html",
        ],
    ]),
    ...passes("airflow.amazonaws.com", [
        [
            "Airflow-Create",
            ["airflow:CreateEnvironment"],
            api("mwaa/latest/API", "CreateEnvironment"),
        ],
        [
            "Airflow-Update",
            ["airflow:UpdateEnvironment"],
            api("mwaa/latest/API", "UpdateEnvironment"),
        ],
    ]),
    ...passes("braket.amazonaws.com", [
        ["Braket", ["braket:CreateJob"], pathfinding("braket-001")],
    ]),
    // A workflow shared by another account suffices.
    ...passes("omics.amazonaws.com", [
        ["Omics-Run", ["omics:StartRun"], pathfinding("omics-001")],
        ["Omics-RunBatch", ["omics:StartRunBatch"], api("omics/latest/api", "StartRunBatch")],
    ]),
    ...passes("bedrock.amazonaws.com", [
        [
            "Bedrock-Agent",
            ["bedrock:CreateAgent"],
            api("bedrock/latest/APIReference", "agent_CreateAgent"),
            singleCalls,
        ],
    ]),
    ...passes("bedrock-agentcore.amazonaws.com", [
        [
            "AgentCore-Runtime",
            ["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntime"],
            pathfinding("bedrock-003"),
        ],
        [
            "AgentCore-UpdateRuntime",
            ["bedrock-agentcore:UpdateAgentRuntime"],
            api("bedrock-agentcore-control/latest/APIReference", "UpdateAgentRuntime"),
        ],
    ]),
    ...enters("glue.amazonaws.com", [
        ["Glue-UpdateDevEndpoint", ["glue:UpdateDevEndpoint"], pathfinding("glue-002")],
        [
            "Glue-StartJobRun",
            ["glue:StartJobRun"],
            api("glue/latest/webapi", "StartJobRun"),
            "It needs a job that lets an argument of the run name its script.",
        ],
        [
            "Glue-RunStatement",
            ["glue:RunStatement"],
            api("glue/latest/webapi", "RunStatement"),
            "It needs another principal's running session.",
        ],
    ]),
    ...enters("sagemaker.amazonaws.com", [
        [
            "SageMaker-NotebookUrl",
            ["sagemaker:CreatePresignedNotebookInstanceUrl"],
            pathfinding("sagemaker-004"),
        ],
        [
            "SageMaker-LifecycleConfig",
            [
                "sagemaker:CreateNotebookInstanceLifecycleConfig",
                "sagemaker:StopNotebookInstance",
                "sagemaker:UpdateNotebookInstance",
                "sagemaker:StartNotebookInstance",
            ],
            pathfinding("sagemaker-005"),
        ],
        [
            "SageMaker-UpdateLifecycleConfig",
            [
                "sagemaker:UpdateNotebookInstanceLifecycleConfig",
                "sagemaker:StopNotebookInstance",
                "sagemaker:StartNotebookInstance",
            ],
            api("sagemaker/latest/APIReference", "UpdateNotebookInstanceLifecycleConfig"),
        ],
        [
            "SageMaker-DomainUrl",
            ["sagemaker:CreatePresignedDomainUrl"],
            api("sagemaker/latest/APIReference", "CreatePresignedDomainUrl"),
        ],
        [
            "SageMaker-StartSession",
            ["sagemaker:StartSession"],
            api("sagemaker/latest/APIReference", "StartSession"),
        ],
    ]),
    ...enters("kinesisanalytics.amazonaws.com", [
        [
            "KinesisAnalytics-Update",
            ["kinesisanalytics:UpdateApplication"],
            api("managed-flink/latest/apiv2", "UpdateApplication"),
        ],
    ]),
    ...enters("athena.amazonaws.com", [
        [
            "Athena-Calculation",
            ["athena:StartSession", "athena:StartCalculationExecution"],
            api("athena/latest/APIReference", "StartCalculationExecution"),
        ],
    ]),
    ...enters("bedrock-agentcore.amazonaws.com", [
        [
            "AgentCore-CodeInterpreter",
            [
                "bedrock-agentcore:StartCodeInterpreterSession",
                "bedrock-agentcore:InvokeCodeInterpreter",
            ],
            pathfinding("bedrock-002"),
        ],
        [
            "AgentCore-Command",
            ["bedrock-agentcore:InvokeAgentRuntimeCommand"],
            pathfinding("bedrock-004"),
        ],
        [
            "AgentCore-CommandShell",
            ["bedrock-agentcore:InvokeAgentRuntimeCommandShell"],
            "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrockagentcore.html",
        ],
        [
            "AgentCore-Browser",
            [
                "bedrock-agentcore:StartBrowserSession",
                "bedrock-agentcore:ConnectBrowserAutomationStream",
            ],
            pathfinding("bedrock-007"),
        ],
    ]),
];
