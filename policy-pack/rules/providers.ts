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

const isPinnedTo = (props: ResourceFacts["props"], accountId: string): boolean => {
    const ids = listOf(props["allowedAccountIds"]);
    return Array.isArray(ids) && ids.length === 1 && ids[0] === accountId;
};

function pinFault(props: ResourceFacts["props"], { account }: Context): string | undefined {
    return isPinnedTo(props, account.id)
        ? undefined
        : `allowedAccountIds is ${show(listOf(props["allowedAccountIds"]))}; must be ["${account.id}"], the account of stack "${account.name}"`;
}

/** Account that administers IAM Identity Center, for the stack that writes to it: the state account's. */
const centerOf = ({ account, stateAccount, identityCenter }: Context): string | undefined =>
    account.id === stateAccount.id ? identityCenter?.accountId : undefined;

/** The rules assume the stack's own account; with another account's credentials they would check the wrong one. */
export const providerIsPinned: Rule = {
    name: "aws-provider-is-pinned",
    description:
        "Every AWS provider is limited to the stack's own account; the state stack's may be limited to that of IAM Identity Center.",
    ...metadata,
    remediationSteps: "Pass allowedAccountIds with the stack's account id to the provider.",
    governs: oneOf(awsProvider),
    check: ({ props }, context) => {
        const center = centerOf(context);
        if (center !== undefined && isPinnedTo(props, center)) return [];
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

/** Another account may administer IAM Identity Center: nothing else of this program is made there. */
export const identityCenterIsApart: Rule = {
    name: "aws-identity-center-is-apart",
    description:
        "Permission sets use a provider that is pinned to the account and region of IAM Identity Center, in the state stack; nothing else uses it.",
    ...metadata,
    remediationSteps:
        "Set identityCenter in Pulumi.yaml, and pass the program's own provider for it to resources of aws.ssoadmin alone.",
    governs: (type) => type.startsWith("aws:"),
    explainedBy: [providerIsPinned.name],
    check: ({ type, provider }, context) => {
        const { account, identityCenter, stateAccount } = context;
        const isOfCenter = type.startsWith("aws:ssoadmin/");
        if (!isOfCenter) {
            const center = centerOf(context);
            const isMisused =
                center !== undefined &&
                center !== account.id &&
                provider !== undefined &&
                isPinnedTo(provider.props, center);
            return isMisused
                ? [
                      `${type} uses the provider of IAM Identity Center's account ${center}; it belongs in account ${account.id}.`,
                  ]
                : [];
        }
        if (account.id !== stateAccount.id || identityCenter === undefined) {
            return [
                `${type} is in stack "${account.name}"; permission sets belong in that of the state account, with identityCenter in Pulumi.yaml.`,
            ];
        }
        const { accountId, region } = identityCenter;
        const props = provider?.props ?? {};
        return isPinnedTo(props, accountId) && props["region"] === region
            ? []
            : [
                  `${type} uses a provider of region ${show(props["region"])}, limited to ${show(listOf(props["allowedAccountIds"]))}; must be ${region} and ["${accountId}"], as identityCenter in Pulumi.yaml says.`,
              ];
    },
};
