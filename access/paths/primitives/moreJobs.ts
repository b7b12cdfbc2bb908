import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api } from "./sources";

const sagemaker = (action: string): string => api("sagemaker/latest/APIReference", action);
const airflow = (action: string): string => api("mwaa/latest/API", action);
const workflows = (action: string): string => api("mwaa-serverless/latest/APIReference", action);
const interactive =
    "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/interactive-workloads.html";
const neptune = (page: string): string =>
    `https://docs.aws.amazon.com/neptune/latest/userguide/machine-learning-api-${page}.html`;
const ofNeptune = "It needs a Neptune cluster that passes the role to jobs with code of their own.";
const dag = "It needs a workflow that runs what a request or a variable says.";

/** Jobs, sessions and workflows beside those of `dataJobs.ts`. */
export const moreJobPrimitives: readonly Primitive[] = [
    ...passes("sagemaker.amazonaws.com", [
        [
            "SageMaker-UpdateEndpoint",
            ["sagemaker:CreateModel", "sagemaker:CreateEndpointConfig", "sagemaker:UpdateEndpoint"],
            sagemaker("UpdateEndpoint"),
        ],
        [
            "SageMaker-InferenceComponent",
            ["sagemaker:CreateModel", "sagemaker:CreateInferenceComponent"],
            sagemaker("CreateInferenceComponent"),
        ],
        [
            "SageMaker-UpdateInferenceComponent",
            ["sagemaker:CreateModel", "sagemaker:UpdateInferenceComponent"],
            sagemaker("UpdateInferenceComponent"),
        ],
        [
            "SageMaker-InferenceExperiment",
            ["sagemaker:CreateModel", "sagemaker:CreateInferenceExperiment"],
            sagemaker("CreateInferenceExperiment"),
        ],
        [
            "SageMaker-UpdateMonitoringSchedule",
            ["sagemaker:UpdateMonitoringSchedule"],
            sagemaker("UpdateMonitoringSchedule"),
        ],
        ["SageMaker-UpdateCluster", ["sagemaker:UpdateCluster"], sagemaker("UpdateCluster")],
    ]),
    ...passes("emr-serverless.amazonaws.com", [
        [
            "EMRServerless-Livy",
            ["emr-serverless:AccessLivyEndpoints"],
            "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/interactive-workloads-livy-endpoints.html",
        ],
        ["EMRServerless-Interactive", ["emr-serverless:AccessInteractiveEndpoints"], interactive],
    ]),
    ...passes("airflow-serverless.amazonaws.com", [
        [
            "AirflowServerless-Create",
            ["airflow-serverless:CreateWorkflow", "airflow-serverless:StartWorkflowRun"],
            workflows("CreateWorkflow"),
        ],
        [
            "AirflowServerless-Update",
            ["airflow-serverless:UpdateWorkflow", "airflow-serverless:StartWorkflowRun"],
            workflows("UpdateWorkflow"),
        ],
    ]),
    ...enters("airflow.amazonaws.com", [
        ["Airflow-CliToken", ["airflow:CreateCliToken"], airflow("CreateCliToken"), dag],
        ["Airflow-WebLogin", ["airflow:CreateWebLoginToken"], airflow("CreateWebLoginToken"), dag],
        ["Airflow-RestApi", ["airflow:InvokeRestApi"], airflow("InvokeRestApi"), dag],
    ]),
    ...enters("glue.amazonaws.com", [
        [
            "Glue-UpdateTrigger",
            ["glue:UpdateTrigger"],
            api("glue/latest/webapi", "UpdateTrigger"),
            "It needs a job that lets an argument of the trigger name its script.",
        ],
        [
            "Glue-JobFromSourceControl",
            ["glue:UpdateJobFromSourceControl"],
            api("glue/latest/webapi", "UpdateJobFromSourceControl"),
            "It needs a trigger that runs the job.",
        ],
    ]),
    ...enters("athena.amazonaws.com", [
        [
            "Athena-NotebookUrl",
            ["athena:CreatePresignedNotebookUrl"],
            api("athena/latest/APIReference", "CreatePresignedNotebookUrl"),
            "It needs a session that is running.",
        ],
    ]),
    ...enters("sagemaker.amazonaws.com", [
        [
            "NeptuneML-Training",
            ["neptune-db:StartMLModelTrainingJob"],
            neptune("modeltraining"),
            ofNeptune,
        ],
        [
            "NeptuneML-Transform",
            ["neptune-db:StartMLModelTransformJob"],
            neptune("modeltransform"),
            ofNeptune,
        ],
    ]),
];
