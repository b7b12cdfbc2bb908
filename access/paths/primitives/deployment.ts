import type { Primitive } from "../primitive";
import { enters, passes } from "./rows";
import { api, pathfinding } from "./sources";

/** Techniques by build and deployment services. */
export const deploymentPrimitives: readonly Primitive[] = [
    ...passes("cloudformation.amazonaws.com", [
        ["CloudFormation", ["cloudformation:CreateStack"], pathfinding("cloudformation-001")],
        [
            "CloudFormation-CreateStackSet",
            ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
            pathfinding("cloudformation-003"),
        ],
        [
            "CloudFormation-UpdateStackSet",
            ["cloudformation:UpdateStackSet"],
            pathfinding("cloudformation-004"),
        ],
        [
            "CodeStar",
            ["codestar:CreateProject"],
            "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/",
        ],
    ]),
    ...passes("resources.cloudformation.amazonaws.com", [
        [
            "CloudFormation-ResourceType-Stack",
            ["cloudformation:RegisterType", "cloudformation:CreateStack"],
            api("AWSCloudFormation/latest/APIReference", "RegisterType"),
        ],
        [
            "CloudFormation-ResourceType-CloudControl",
            ["cloudformation:RegisterType", "cloudformation:CreateResource"],
            api("AWSCloudFormation/latest/APIReference", "RegisterType"),
        ],
    ]),
    ...passes("codebuild.amazonaws.com", [
        [
            "CodeBuild-Webhook",
            ["codebuild:CreateProject", "codebuild:CreateWebhook"],
            api("codebuild/latest/APIReference", "CreateWebhook"),
        ],
    ]),
    ...passes("codepipeline.amazonaws.com", [
        [
            "CodePipeline-Create",
            ["codepipeline:CreatePipeline"],
            api("codepipeline/latest/APIReference", "CreatePipeline"),
        ],
        [
            "CodePipeline-Update",
            ["codepipeline:UpdatePipeline"],
            api("codepipeline/latest/APIReference", "UpdatePipeline"),
        ],
    ]),
    ...passes("amplify.amazonaws.com", [
        [
            "Amplify",
            ["amplify:CreateApp", "amplify:CreateBranch", "amplify:StartJob"],
            pathfinding("amplify-001"),
        ],
    ]),
    ...enters("cloudformation.amazonaws.com", [
        [
            "CloudFormation-UpdateStack",
            ["cloudformation:UpdateStack"],
            pathfinding("cloudformation-002"),
        ],
        [
            "CloudFormation-ChangeSet",
            ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
            pathfinding("cloudformation-005"),
        ],
    ]),
    ...enters("servicecatalog.amazonaws.com", [
        [
            "ServiceCatalog-Provision",
            ["servicecatalog:CreateProvisioningArtifact", "servicecatalog:ProvisionProduct"],
            api("servicecatalog/latest/dg", "ProvisionProduct"),
        ],
        [
            "ServiceCatalog-Update",
            [
                "servicecatalog:CreateProvisioningArtifact",
                "servicecatalog:UpdateProvisionedProduct",
            ],
            api("servicecatalog/latest/dg", "UpdateProvisionedProduct"),
        ],
    ]),
    ...enters("codebuild.amazonaws.com", [
        // The request can override what a project builds.
        ["CodeBuild-StartBuild", ["codebuild:StartBuild"], pathfinding("codebuild-002")],
        ["CodeBuild-StartBuildBatch", ["codebuild:StartBuildBatch"], pathfinding("codebuild-003")],
        [
            "CodeBuild-UpdateProject",
            ["codebuild:UpdateProject"],
            api("codebuild/latest/APIReference", "UpdateProject"),
        ],
        [
            "CodeBuild-Sandbox-Command",
            ["codebuild:StartSandbox", "codebuild:StartCommandExecution"],
            api("codebuild/latest/APIReference", "StartCommandExecution"),
        ],
        [
            "CodeBuild-Sandbox-Connection",
            ["codebuild:StartSandbox", "codebuild:StartSandboxConnection"],
            api("codebuild/latest/APIReference", "StartSandboxConnection"),
        ],
    ]),
    ...enters("amplify.amazonaws.com", [
        [
            "Amplify-UpdateApp",
            ["amplify:UpdateApp", "amplify:StartJob"],
            api("amplify/latest/APIReference", "UpdateApp"),
        ],
    ]),
];
