import type { Primitive } from "../primitive";
import { enters, inside, passes, singleCalls } from "./rows";
import { api, pathfinding } from "./sources";

const deployed = "It needs an API that deploys changes automatically.";

/** Techniques by services that make calls with a role on behalf of the attacker. */
export const automationPrimitives: readonly Primitive[] = [
    ...passes("ssm.amazonaws.com", [
        // A runbook shared by another account suffices.
        ["SSM-Automation", ["ssm:StartAutomationExecution"], pathfinding("ssm-003")],
        [
            "SSM-ChangeRequest",
            ["ssm:StartChangeRequestExecution"],
            api("systems-manager/latest/APIReference", "StartChangeRequestExecution"),
        ],
        [
            "SSM-Association",
            ["ssm:CreateAssociation"],
            api("systems-manager/latest/APIReference", "CreateAssociation"),
        ],
        [
            "SSM-MaintenanceWindow",
            ["ssm:RegisterTaskWithMaintenanceWindow"],
            api("systems-manager/latest/APIReference", "RegisterTaskWithMaintenanceWindow"),
        ],
        // The attacker's machine registers as a managed node and gets the role.
        [
            "SSM-Activation",
            ["ssm:CreateActivation"],
            api("systems-manager/latest/APIReference", "CreateActivation"),
        ],
        [
            "SSM-UpdateNodeRole",
            ["ssm:UpdateManagedInstanceRole"],
            api("systems-manager/latest/APIReference", "UpdateManagedInstanceRole"),
            inside,
        ],
        [
            "SSM-DefaultHostManagement",
            ["ssm:UpdateServiceSetting"],
            api("systems-manager/latest/APIReference", "UpdateServiceSetting"),
            inside,
        ],
        [
            "Config-Remediation",
            ["config:PutRemediationConfigurations", "config:StartRemediationExecution"],
            api("config/latest/APIReference", "PutRemediationConfigurations"),
        ],
    ]),
    ...passes("states.amazonaws.com", [
        [
            "StepFunctions",
            ["states:CreateStateMachine", "states:StartExecution"],
            api("step-functions/latest/apireference", "CreateStateMachine"),
        ],
        [
            "StepFunctions-Sync",
            ["states:CreateStateMachine", "states:StartSyncExecution"],
            api("step-functions/latest/apireference", "StartSyncExecution"),
        ],
        [
            "StepFunctions-TestState",
            ["states:TestState"],
            api("step-functions/latest/apireference", "TestState"),
        ],
    ]),
    ...passes("scheduler.amazonaws.com", [
        [
            "Scheduler-Create",
            ["scheduler:CreateSchedule"],
            api("scheduler/latest/APIReference", "CreateSchedule"),
            singleCalls,
        ],
        [
            "Scheduler-Update",
            ["scheduler:UpdateSchedule"],
            api("scheduler/latest/APIReference", "UpdateSchedule"),
            singleCalls,
        ],
    ]),
    ...passes("events.amazonaws.com", [
        [
            "EventBridge",
            ["events:PutTargets"],
            api("eventbridge/latest/APIReference", "PutTargets"),
            singleCalls,
        ],
    ]),
    ...passes("pipes.amazonaws.com", [
        [
            "Pipes-Create",
            ["pipes:CreatePipe"],
            api("eventbridge/latest/pipes-reference", "CreatePipe"),
            singleCalls,
        ],
        [
            "Pipes-Update",
            ["pipes:UpdatePipe"],
            api("eventbridge/latest/pipes-reference", "UpdatePipe"),
            singleCalls,
        ],
    ]),
    ...passes("fis.amazonaws.com", [
        [
            "FaultInjection",
            ["fis:CreateExperimentTemplate", "fis:StartExperiment"],
            api("fis/latest/APIReference", "CreateExperimentTemplate"),
            singleCalls,
        ],
    ]),
    // Both call any service with the role and return the response, including credentials.
    ...passes("apigateway.amazonaws.com", [
        // An API is imported and deployed by POST; the description that is imported names the role.
        ["ApiGateway", ["apigateway:POST"], api("apigateway/latest/api", "ImportRestApi")],
        [
            "ApiGateway-Put",
            ["apigateway:PUT"],
            api("apigateway/latest/api", "PutIntegration"),
            deployed,
        ],
        [
            "ApiGateway-Patch",
            ["apigateway:PATCH"],
            api("apigatewayv2/latest/api-reference", "UpdateIntegration"),
            deployed,
        ],
    ]),
    ...passes("appsync.amazonaws.com", [
        [
            "AppSync",
            ["appsync:CreateDataSource", "appsync:CreateResolver"],
            api("appsync/latest/APIReference", "CreateDataSource"),
        ],
        [
            "AppSync-UpdateResolver",
            ["appsync:CreateDataSource", "appsync:UpdateResolver"],
            api("appsync/latest/APIReference", "UpdateResolver"),
        ],
        [
            "AppSync-UpdateDataSource",
            ["appsync:UpdateDataSource"],
            api("appsync/latest/APIReference", "UpdateDataSource"),
            "It needs a resolver that lets its caller choose the request.",
        ],
    ]),
    ...enters("appsync.amazonaws.com", [
        ...["CreateResolver", "UpdateResolver", "CreateFunction", "UpdateFunction"].map(
            (name) =>
                [
                    `AppSync-${name}-DataSource`,
                    [`appsync:${name}`],
                    api("appsync/latest/APIReference", name),
                    "It needs a data source that calls any address.",
                ] as const,
        ),
    ]),
    ...enters("states.amazonaws.com", [
        [
            "StepFunctions-Update",
            ["states:UpdateStateMachine"],
            api("step-functions/latest/apireference", "UpdateStateMachine"),
        ],
    ]),
];
