import type { Primitive } from "../primitive";
import { enters, inside, passes, singleCalls } from "./rows";
import { api, pathfinding } from "./sources";

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
        [
            "ApiGateway",
            ["apigateway:POST", "apigateway:PUT"],
            api("apigateway/latest/api", "PutIntegration"),
        ],
    ]),
    ...passes("appsync.amazonaws.com", [
        [
            "AppSync",
            ["appsync:CreateDataSource", "appsync:CreateResolver"],
            api("appsync/latest/APIReference", "CreateDataSource"),
        ],
    ]),
    ...enters("states.amazonaws.com", [
        [
            "StepFunctions-Update",
            ["states:UpdateStateMachine"],
            api("step-functions/latest/apireference", "UpdateStateMachine"),
        ],
    ]),
];
