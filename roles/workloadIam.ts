import { boundaryArn, iamArn, workloadPolicyPath, workloadRolePath } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";
import { policyWrites, roleTagging, roleWrites } from "./iamActions";

/**
 * Lets a role make roles and policies for workloads, under paths of their own and only with the permissions boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function writeWorkloadIam(scope: AccountScope): PolicyStatement[] {
    const workloadRoles = `${workloadRolePath(scope.prefix)}*`;
    return writeRolesAndPolicies(scope, {
        roles: workloadRoles,
        // Some Terraform modules have one path for a role and its policy.
        policies: [`${workloadPolicyPath(scope.prefix)}*`, workloadRoles],
        roleActions: [...roleWrites, "iam:PutRolePolicy"],
    });
}

/** Names, without path, of the roles and policies that Terraform's VPC module makes for flow logs. */
const flowLogRoles = "vpc-flow-log-role-*";
const flowLogPolicies = "vpc-flow-log-to-cloudwatch-*";

/**
 * Lets a role make the roles of flow logs that go to a log group, and nothing else in IAM.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export function writeFlowLogIam(scope: AccountScope): PolicyStatement[] {
    const roles = `${workloadRolePath(scope.prefix)}${flowLogRoles}`;
    // The module has no path for its policy.
    const policies = [
        `${workloadPolicyPath(scope.prefix)}${flowLogPolicies}`,
        `/${flowLogPolicies}`,
    ];
    return [
        {
            Sid: "ReadFlowLogIam",
            Effect: "Allow",
            Action: ["iam:GetPolicy*", "iam:GetRole*", "iam:List*"],
            Resource: [
                iamArn(scope, `role${roles}`),
                ...policies.map((policy) => iamArn(scope, `policy${policy}`)),
            ],
        },
        ...writeRolesAndPolicies(scope, { roles, policies, roleActions: roleWrites }),
    ];
}

interface Written {
    /** Path and name of the roles, as a pattern. */
    readonly roles: string;
    /** Paths and names of the policies, as patterns. */
    readonly policies: readonly string[];
    /** Writes that IAM can bind to the permissions boundary. */
    readonly roleActions: readonly string[];
}

const writeRolesAndPolicies = (
    scope: AccountScope,
    { roles, policies, roleActions }: Written,
): PolicyStatement[] => [
    {
        Sid: "WriteWorkloadRolesWithBoundary",
        Effect: "Allow",
        Action: [...roleActions],
        Resource: [iamArn(scope, `role${roles}`)],
        Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(scope) } },
    },
    {
        Sid: "TagWorkloadRoles",
        Effect: "Allow",
        Action: [...roleTagging],
        Resource: [iamArn(scope, `role${roles}`)],
    },
    {
        Sid: "WriteWorkloadPolicies",
        Effect: "Allow",
        Action: [...policyWrites],
        Resource: policies.map((policy) => iamArn(scope, `policy${policy}`)),
    },
];
