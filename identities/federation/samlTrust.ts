import { samlProviderArn } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { signInHosts } from "../../platform/partitions";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import { ProgramError } from "../../platform/programError";
import { samlAttributes } from "./federatedGroup";
import type { SamlGroupSource } from "./federatedGroup";

/**
 * The endpoint that assertions for a partition are for; `undefined`: it has none for all regions, so that a group names its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
export function samlAudience(partition: string): string | undefined {
    const { host, isGlobal = false } = signInHosts[partition] ?? {};
    return isGlobal ? `https://${host}/saml` : undefined;
}

/** Whether a text is an endpoint of a partition that assertions may be for. */
export function isSamlAudience(text: string, partition: string): boolean {
    const { host } = signInHosts[partition] ?? {};
    const path =
        /^https:\/\/(?:[a-z]{2,4}(?:-[a-z]+)+-\d\.)?([a-z0-9.-]+)\/saml(?:\/acs\/[\w-]{1,128})?$/;
    return host !== undefined && path.exec(text)?.[1] === host;
}

/**
 * The trust policy of a federated group's entry role: one provider, one endpoint and, if the provider gives it, one value of one
 * attribute. Every condition fails where the assertion lacks what it tests.
 *
 * @param state the state account, which has the identity providers
 * @throws ProgramError if neither the group nor the partition has an endpoint
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
 */
export function samlTrustPolicy(
    state: AccountScope,
    { provider, attribute, audience = samlAudience(state.partition) }: Omit<SamlGroupSource, "by">,
): PolicyDocument {
    if (audience === undefined) {
        throw new ProgramError(
            `Partition ${state.partition} has no sign-in endpoint for all regions; give the group's audience.`,
        );
    }
    const key = attribute && `saml:${attribute.name}`;
    const isOfMany = attribute !== undefined && samlAttributes[attribute.name] === "many";
    const named = attribute === undefined || key === undefined ? {} : { [key]: [attribute.value] };
    return policyDocument([
        {
            Sid: "TrustFederatedGroup",
            Effect: "Allow",
            Principal: { Federated: [samlProviderArn(state, provider)] },
            // The provider may say who a session is of: CloudTrail shows it with each call.
            Action: ["sts:AssumeRoleWithSAML", "sts:SetSourceIdentity", "sts:TagSession"],
            Condition: {
                StringEquals: { "SAML:aud": [audience], ...(isOfMany ? {} : named) },
                ...(isOfMany ? { "ForAnyValue:StringEquals": named } : {}),
            },
        },
    ]);
}
