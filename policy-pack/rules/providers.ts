import { isObject } from "../parseElements";
import { parseJson } from "../parseJson";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { show } from "../unknown";

const awsProvider = "pulumi:providers:aws";
const metadata = {
    severity: "critical",
    url: "https://www.pulumi.com/registry/packages/aws/api-docs/provider/",
} as const;

/** Pulumi passes a provider's lists as JSON text. */
function listOf(value: unknown): unknown {
    if (typeof value !== "string") return value;
    try {
        return parseJson(value);
    } catch {
        return value;
    }
}

function pinFault(props: ResourceFacts["props"], { account }: Context): string | undefined {
    const ids = listOf(props["allowedAccountIds"]);
    return Array.isArray(ids) && ids.length === 1 && ids[0] === account.id
        ? undefined
        : `allowedAccountIds is ${show(ids)}; must be ["${account.id}"], the account of stack "${account.name}"`;
}

/** The rules assume the stack's own account; with another account's credentials they would check the wrong one. */
export const providerIsPinned: Rule = {
    name: "aws-provider-is-pinned",
    description: "Every AWS provider is limited to the stack's own account.",
    ...metadata,
    remediationSteps: "Pass allowedAccountIds with the stack's account id to the provider.",
    governs: oneOf(awsProvider),
    check: ({ props }, context) => {
        const fault = pinFault(props, context);
        return fault === undefined ? [] : [`${fault}.`];
    },
};

/** Settings of a provider that change neither where it works nor what it checks. */
const plainSettings: readonly string[] = [
    "allowedAccountIds",
    "assumeRoleWithWebIdentity",
    "assumeRoles",
    "defaultTags",
    "forbiddenAccountIds",
    "maxRetries",
    "profile",
    "region",
    "retryMode",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
    // Whether a region's name is on the provider's list; @pulumi/aws sets it by itself.
    "skipRegionValidation",
    "stsRegion",
    "useDualstackEndpoint",
    "useFipsEndpoint",
    "version",
];

/** On another endpoint, or with a check skipped, `allowedAccountIds` holds nothing. */
export const providerAsksAws: Rule = {
    name: "aws-provider-asks-aws",
    description: "Every AWS provider works on AWS's own endpoints, and skips no check.",
    ...metadata,
    remediationSteps:
        "Leave the setting out. A local AWS is reached by AWS_ENDPOINT_URL, or by endpoints on this machine alone.",
    governs: oneOf(awsProvider),
    check: ({ props }) => {
        if (isLocal(listOf(props["endpoints"]))) return [];
        return Object.entries(props)
            .filter(([key, value]) => !isPlain(key, listOf(value)) && isSet(listOf(value)))
            .map(
                ([key, value]) =>
                    `${key} is ${show(listOf(value))}; the provider may then work on another account than it says: leave it out.`,
            );
    },
};

/**
 * Whether a setting is harmless. Rotation keeps its records in tags that begin with `iam-profiles:`, which an update must leave
 * alone; any other tag that is ignored could be one that a policy's condition reads.
 */
const isPlain = (key: string, value: unknown): boolean =>
    plainSettings.includes(key) ||
    (key === "ignoreTags" && JSON.stringify(value) === '{"keyPrefixes":["iam-profiles:"]}');

/** What the engine hands over for a setting that is left out, or says what holds without it. */
const isSet = (value: unknown): boolean =>
    value !== undefined &&
    value !== null &&
    value !== "" &&
    value !== false &&
    !(typeof value === "object" && Object.keys(value).length === 0);

const loopbackHosts: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Whether all that this platform asks of AWS goes to this machine: then no account can be at stake. */
function isLocal(endpoints: unknown): boolean {
    if (!Array.isArray(endpoints) || endpoints.length === 0) return false;
    const all = (endpoints as unknown[]).flatMap((entry): [string, unknown][] =>
        isObject(entry) ? Object.entries(entry) : [["", entry]],
    );
    return (
        all.every(([, url]) => isLoopback(url)) &&
        ["iam", "secretsmanager", "sts"].every((service) => all.some(([key]) => key === service))
    );
}

const isLoopback = (url: unknown): boolean =>
    typeof url === "string" &&
    URL.canParse(url) &&
    /^https?:$/.test(new URL(url).protocol) &&
    loopbackHosts.includes(new URL(url).hostname);

/** Stands when a provider was pinned for another stack, or a resource of these kinds came with no provider at all. */
export const accountIsKnown: Rule = {
    name: "aws-account-is-known",
    description: "IAM resources and secrets use a provider that is pinned to the stack's account.",
    ...metadata,
    remediationSteps:
        "Pass the program's own AWS provider (opts.provider), which has allowedAccountIds.",
    governs: (type) => /^aws:(iam|secretsmanager)\//.test(type),
    check: ({ provider }, context) => {
        const fault =
            provider?.type === awsProvider
                ? pinFault(provider.props, context)
                : `it is ${provider === undefined ? "not given" : `of type ${provider.type}`}`;
        return fault === undefined
            ? []
            : [`The provider is not limited to account ${context.account.id}: ${fault}.`];
    },
};
