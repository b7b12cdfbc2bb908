/** What is not evaluated, and matters only to whoever may do one of these actions. */
interface ActionLimit {
    readonly actions: readonly string[];
    readonly text: string;
}

/** By the actions that make them matter. */
export const actionLimits: readonly ActionLimit[] = [
    {
        // Stands for every action: only a statement that allows everything has it.
        actions: ["any:Action"],
        text: "Which accounts administer the organization is unknown: IAM Identity Center, AWS Organizations and the accounts' e-mail addresses count only where a policy names their actions, not where a bare * includes them.",
    },
    {
        actions: [
            "cloudformation:DescribeStacks",
            "cloudformation:GetTemplate",
            "codebuild:BatchGetBuilds",
            "codebuild:BatchGetProjects",
            "codecommit:GetBlob",
            "codecommit:GetFile",
            "codecommit:GitPull",
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:GetRecords",
            "dynamodb:PartiQLSelect",
            "dynamodb:Query",
            "dynamodb:Scan",
            "ebs:GetSnapshotBlock",
            "ec2:DescribeInstanceAttribute",
            "ec2:DescribeLaunchTemplateVersions",
            "ecs:DescribeTaskDefinition",
            "ecs:DescribeTasks",
            "glue:GetConnection",
            "glue:GetConnections",
            "lambda:GetFunction",
            "lambda:GetFunctionConfiguration",
            "lambda:ListFunctions",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:GetQueryResults",
            "logs:StartLiveTail",
            "s3:GetObject",
            "s3:GetObjectVersion",
            "sqs:ReceiveMessage",
            "ssm:GetCommandInvocation",
            "ssm:GetParameter",
            "ssm:GetParameterHistory",
            "ssm:GetParameters",
            "ssm:GetParametersByPath",
        ],
        text: "Keys outside Secrets Manager (in parameters, buckets, logs, repositories, queues, tables, function settings) are not evaluated.",
    },
    {
        actions: [
            "appconfig:CreateHostedConfigurationVersion",
            "codeartifact:CopyPackageVersions",
            "codeartifact:PublishPackageVersion",
            "codeartifact:PutRepositoryPermissionsPolicy",
            "codecommit:CreateCommit",
            "codecommit:GitPush",
            "codecommit:MergeBranchesByFastForward",
            "codecommit:MergeBranchesBySquash",
            "codecommit:MergeBranchesByThreeWay",
            "codecommit:MergePullRequestByFastForward",
            "codecommit:MergePullRequestBySquash",
            "codecommit:MergePullRequestByThreeWay",
            "codecommit:PutFile",
            "ecr:PutImage",
            "ecr:SetRepositoryPolicy",
            "elasticfilesystem:ClientWrite",
            "s3:PutBucketPolicy",
            "s3:PutObject",
            "s3:ReplicateObject",
            "ssm:PutParameter",
        ],
        text: "Code that running compute fetches (from buckets, repositories, image registries, parameters) is not evaluated: a principal that can write it can use the compute's role.",
    },
    {
        actions: ["iam:CreateDelegationRequest", "iam:AcceptDelegationRequest"],
        text: "IAM delegation requests (temporary access of a product provider) are not evaluated: they need approval.",
    },
];
