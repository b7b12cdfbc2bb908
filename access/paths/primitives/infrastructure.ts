import type { Primitive } from "../primitive";
import { enters, passes, singleCalls } from "./rows";
import { api } from "./sources";

const cloudControl = (action: string): string => api("cloudcontrolapi/latest/APIReference", action);
const connections = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/git-sync.html";
const budgets = (action: string): string => api("aws-cost-management/latest/APIReference", action);

const rds = (action: string): string => api("AmazonRDS/latest/APIReference", action);
const serviceManaged =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html";
const administrator =
    "It works from the organization's management account or a delegated administrator only.";

/** What changes an account's resources as a template, a pipeline or a budget says. */
export const infrastructurePrimitives: readonly Primitive[] = [
    ...passes("cloudformation.amazonaws.com", [
        ["CloudControl", ["cloudformation:CreateResource"], cloudControl("CreateResource")],
        ["CloudControl-Update", ["cloudformation:UpdateResource"], cloudControl("UpdateResource")],
    ]),
    ...passes("cloudformation.sync.codeconnections.amazonaws.com", [
        ["GitSync", ["codeconnections:CreateSyncConfiguration"], connections, singleCalls],
        ["GitSync-Update", ["codeconnections:UpdateSyncConfiguration"], connections, singleCalls],
    ]),
    ...passes("cloudformation.sync.codestar-connections.amazonaws.com", [
        [
            "GitSync-CodeStar",
            ["codestar-connections:CreateSyncConfiguration"],
            connections,
            singleCalls,
        ],
        [
            "GitSync-UpdateCodeStar",
            ["codestar-connections:UpdateSyncConfiguration"],
            connections,
            singleCalls,
        ],
    ]),
    // An action attaches a policy of the caller's choice to a user, group or role.
    ...passes("budgets.amazonaws.com", [
        [
            "Budgets-Action",
            ["budgets:CreateBudgetAction"],
            budgets("budgets_CreateBudgetAction"),
            singleCalls,
        ],
        [
            "Budgets-UpdateAction",
            ["budgets:UpdateBudgetAction"],
            budgets("budgets_UpdateBudgetAction"),
            singleCalls,
        ],
    ]),
    // What the database calls with the role, its SQL says.
    ...passes("rds.amazonaws.com", [
        ["RDS-ClusterRole", ["rds:AddRoleToDBCluster"], rds("AddRoleToDBCluster"), singleCalls],
        ["RDS-InstanceRole", ["rds:AddRoleToDBInstance"], rds("AddRoleToDBInstance"), singleCalls],
    ]),
    ...passes("ec2.amazonaws.com", [
        ...[
            "CreateDBInstance",
            "CreateDBInstanceReadReplica",
            "RestoreDBInstanceFromDBSnapshot",
            "RestoreDBInstanceToPointInTime",
        ].map(
            (name) =>
                [
                    `RDSCustom-${name}`,
                    [`rds:${name}`],
                    rds(name),
                    "It needs an engine version of RDS Custom, and a way into its host.",
                ] as const,
        ),
    ]),
    ...passes("fis.amazonaws.com", [
        [
            "FaultInjection-Update",
            ["fis:UpdateExperimentTemplate", "fis:StartExperiment"],
            api("fis/latest/APIReference", "UpdateExperimentTemplate"),
            singleCalls,
        ],
    ]),
    ...enters("cloudformation.amazonaws.com", [
        [
            "GitSync-Stack",
            ["codeconnections:CreateSyncConfiguration"],
            connections,
            "It needs a role for the synchronization, and a stack that has the other.",
        ],
    ]),
    ...enters("budgets.amazonaws.com", [
        [
            "Budgets-ExecuteAction",
            ["budgets:ExecuteBudgetAction"],
            budgets("budgets_ExecuteBudgetAction"),
            "It needs an action that gives the attacker something.",
        ],
    ]),
    ...enters("codepipeline.amazonaws.com", [
        [
            "CodePipeline-Start",
            ["codepipeline:StartPipelineExecution"],
            api("codepipeline/latest/APIReference", "StartPipelineExecution"),
            "It needs a source whose revision the request may override.",
        ],
        [
            "CodePipeline-PollForJobs",
            ["codepipeline:PollForJobs"],
            api("codepipeline/latest/APIReference", "PollForJobs"),
            "It needs a custom action, and the credentials open its artifacts alone.",
        ],
    ]),
    ...enters("servicecatalog.amazonaws.com", [
        [
            "ServiceCatalog-Plan",
            [
                "servicecatalog:CreateProvisioningArtifact",
                "servicecatalog:CreateProvisionedProductPlan",
                "servicecatalog:ExecuteProvisionedProductPlan",
            ],
            api("servicecatalog/latest/dg", "CreateProvisionedProductPlan"),
        ],
        [
            "ServiceCatalog-ServiceAction",
            ["servicecatalog:ExecuteProvisionedProductServiceAction"],
            api("servicecatalog/latest/dg", "ExecuteProvisionedProductServiceAction"),
            "It needs a service action that runs what its parameters say.",
        ],
    ]),
    // Service-managed stack sets deploy with a role in each member account that trusts this name.
    ...enters("member.org.stacksets.cloudformation.amazonaws.com", [
        [
            "StackSet-ServiceManaged",
            ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
            serviceManaged,
            administrator,
        ],
        [
            "StackSet-UpdateServiceManaged",
            ["cloudformation:UpdateStackSet"],
            serviceManaged,
            administrator,
        ],
    ]),
];
