import { unreviewedSettings } from "../../platform/reviewedProvider";
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

/** On another endpoint, or with a check skipped, `allowedAccountIds` holds nothing. */
export const providerAsksAws: Rule = {
    name: "aws-provider-asks-aws",
    description: "Every AWS provider works on AWS's own endpoints, and skips no check.",
    ...metadata,
    remediationSteps:
        "Leave the setting out. A local AWS is reached by AWS_ENDPOINT_URL, or by endpoints on this machine alone.",
    governs: oneOf(awsProvider),
    check: ({ props }) =>
        unreviewedSettings(
            Object.fromEntries(Object.entries(props).map(([key, value]) => [key, listOf(value)])),
        ).map(
            ([key, value]) =>
                `${key} is ${show(value)}; the provider may then work on another account than it says: leave it out.`,
        ),
};

/** Stands when a provider was pinned for another stack, or a resource of these kinds came with no provider at all. */
export const accountIsKnown: Rule = {
    name: "aws-account-is-known",
    description: "IAM resources and secrets use a provider that is pinned to the stack's account.",
    ...metadata,
    remediationSteps:
        "Pass the program's own AWS provider (opts.provider), which has allowedAccountIds.",
    governs: (type) => /^aws:(iam|secretsmanager)\//.test(type),
    explainedBy: [providerIsPinned.name],
    about: ({ provider }) => provider?.urn ?? `provider ${provider?.type ?? "not given"}`,
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
