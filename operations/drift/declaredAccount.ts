import { contractOutput } from "../../identities/contract";
import { authorizationDetails } from "../../plan/authorizationDetails";
import type { RenderedStack } from "../../plan/renderStack";
import type { Account } from "../../platform/accounts";
import type { AccountDetails } from "../accountDetails";
import type { RoleSession } from "../liveAccount";

/** An account as the program declares it. */
export interface DeclaredAccount {
    readonly account: Account;
    readonly details: AccountDetails;
    readonly sessions: Readonly<Record<string, RoleSession>>;
    /** Resource policy of each service account's secret, by IAM user name: a secret's ARN is AWS's to choose. */
    readonly secretPolicies: Readonly<Record<string, unknown>>;
    /** ARNs of the identity providers. */
    readonly providers: readonly string[];
}

/**
 * What a rendered stack declares.
 *
 * @throws PlanError if that can't be derived
 */
export function declaredAccount(stack: RenderedStack): DeclaredAccount {
    const { account, partition, resources, outputs } = stack;
    const { details, secrets } = authorizationDetails({ id: account.id, partition }, resources);
    const sessions: Record<string, RoleSession> = {};
    for (const { type, props } of resources) {
        if (type !== "aws:iam/role:Role") continue;
        const {
            name,
            maxSessionDuration = 3600,
            description = "",
        } = props as {
            readonly name: string;
            readonly maxSessionDuration?: number;
            readonly description?: string;
        };
        sessions[name] = { maxSessionDuration, description };
    }
    const providers = resources
        .flatMap(({ type, props }) => {
            if (type === "aws:iam/openIdConnectProvider:OpenIdConnectProvider") {
                return `oidc-provider/${String(props["url"]).replace(/^https:\/\//, "")}`;
            }
            if (type === "aws:iam/samlProvider:SamlProvider") {
                return `saml-provider/${String(props["name"])}`;
            }
            return [];
        })
        .map((name) => `arn:${partition}:iam::${account.id}:${name}`);
    const contract = outputs[contractOutput] as
        | { readonly secrets?: Record<string, string> }
        | undefined;
    const policyOf = new Map(secrets.map(({ arn, policy }) => [arn, policy]));
    return {
        account,
        details,
        sessions,
        providers,
        secretPolicies: Object.fromEntries(
            Object.entries(contract?.secrets ?? {}).map(([identity, arn]) => [
                identity,
                policyOf.get(arn),
            ]),
        ),
    };
}
