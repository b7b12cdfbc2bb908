import type { Role } from "./role";

/** PSKPlatformObservabilityBaseRole: the pipeline of the platform's logs and metrics. */
export const platformObservabilityBaseRole: Role = {
    name: "PlatformObservabilityBaseRole",
    description: "Manages log groups in CloudWatch Logs and workspaces of managed Prometheus.",
    assumableBy: "identities",
    permissions: ({ partition, accountId }) => [
        {
            Sid: "ReadCatalogues",
            Effect: "Allow",
            Action: [
                "aps:ListScrapers",
                "aps:ListWorkspaces",
                "logs:DescribeLogGroups",
                "logs:ListTagsForResource",
            ],
            Resource: ["*"],
        },
        {
            // Groups and their retention; what is written in them stays closed to this role.
            Sid: "WriteLogGroups",
            Effect: "Allow",
            Action: [
                "logs:CreateLogGroup",
                "logs:DeleteLogGroup",
                "logs:DeleteMetricFilter",
                "logs:DeleteRetentionPolicy",
                "logs:DescribeMetricFilters",
                "logs:PutMetricFilter",
                "logs:PutRetentionPolicy",
                "logs:TagResource",
                "logs:UntagResource",
            ],
            Resource: [`arn:${partition}:logs:*:${accountId}:log-group:*`],
        },
        {
            Sid: "CreateWorkspaces",
            Effect: "Allow",
            Action: ["aps:CreateWorkspace"],
            Resource: ["*"],
        },
        {
            Sid: "WriteWorkspaces",
            Effect: "Allow",
            Action: [
                "aps:CreateAlertManagerDefinition",
                "aps:CreateLoggingConfiguration",
                "aps:CreateRuleGroupsNamespace",
                "aps:DeleteAlertManagerDefinition",
                "aps:DeleteLoggingConfiguration",
                "aps:DeleteRuleGroupsNamespace",
                "aps:DeleteWorkspace",
                "aps:DescribeAlertManagerDefinition",
                "aps:DescribeLoggingConfiguration",
                "aps:DescribeRuleGroupsNamespace",
                "aps:DescribeWorkspace",
                "aps:DescribeWorkspaceConfiguration",
                "aps:GetLabels",
                "aps:GetMetricMetadata",
                "aps:GetSeries",
                "aps:ListRuleGroupsNamespaces",
                "aps:ListTagsForResource",
                "aps:PutAlertManagerDefinition",
                "aps:PutRuleGroupsNamespace",
                "aps:QueryMetrics",
                "aps:TagResource",
                "aps:UntagResource",
                "aps:UpdateLoggingConfiguration",
                "aps:UpdateWorkspaceAlias",
                "aps:UpdateWorkspaceConfiguration",
            ],
            Resource: [
                `arn:${partition}:aps:*:${accountId}:rulegroupsnamespace/*`,
                `arn:${partition}:aps:*:${accountId}:workspace/*`,
            ],
        },
    ],
};
