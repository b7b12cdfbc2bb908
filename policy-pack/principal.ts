import type { TrustClass } from "./environmentBoundary";
import { entryOf, isSamlProvider, issuerAddress } from "./entryRole";
import type { EntryKind } from "./entryRole";
import type { Context } from "./rule";
import type { Principal } from "./statement";

/** What a trust policy may name: an identity of the platform, or a service that can be guarded. */
export type TrustedPrincipal =
    | {
          readonly kind: "person" | "serviceAccount" | EntryKind;
          readonly trustClass: TrustClass;
      }
    | { readonly kind: "service" };

/** Why a principal may not be trusted, as the end of a sentence that begins "... trusts". */
export interface Refusal {
    readonly kind: "refused";
    readonly reason: string;
}

/**
 * Services that may assume roles. Each sends `aws:SourceAccount` when it does, so that the trust can be bound to one account;
 * ec2, lambda and others don't, so a role for them belongs to the team that runs the workload, not to a platform stack.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const guardableServices: readonly string[] = [
    "eks.amazonaws.com",
    "pods.eks.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
];

const refused = (reason: string): Refusal => ({ kind: "refused", reason });

/**
 * Judges one principal of an Allow statement by its text alone: an ARN's path contains the identity's class.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function judgePrincipal(
    { type, value }: Principal,
    context: Context,
): TrustedPrincipal | Refusal {
    if (type === "AWS") return judgeAws(value, context);
    if (type === "Service") {
        return guardableServices.includes(value)
            ? { kind: "service" }
            : refused(`the service ${value}; only ${guardableServices.join(", ")} may be trusted`);
    }
    if (type === "Federated") {
        return refused(
            `the identity provider ${value}; only an entry role may, which is below /${context.prefix}Pipelines/ or /${context.prefix}People/ in the state account`,
        );
    }
    return refused(`the ${type} principal ${value}; name the user's ARN instead`);
}

/** Judges one principal of an entry role's trust policy: a provider of the state account, by its exact ARN. */
export function judgeProvider(
    kind: EntryKind,
    { type, value }: Principal,
    context: Context,
): { readonly kind: "provider" } | Refusal {
    const isProvider =
        kind === "pipeline"
            ? issuerAddress(value, context) !== undefined
            : isSamlProvider(value, context);
    if (type === "Federated" && isProvider) return { kind: "provider" };
    const [whose, protocol] =
        kind === "pipeline" ? ["pipeline", "an OIDC"] : ["federated group", "a SAML"];
    return refused(
        type === "Federated"
            ? `the identity provider ${value}; the entry role of a ${whose} trusts ${protocol} provider of the state account ${context.stateAccount.id}, by its exact ARN`
            : `the ${type} principal ${value}; an entry role trusts the identity provider of its ${whose} alone`,
    );
}

function judgeAws(value: string, context: Context): TrustedPrincipal | Refusal {
    const { partition, stateAccount, prefix } = context;
    if (value === "*") return refused('every principal ("*"); name the user\'s ARN instead');
    const root = /^\d{12}$/.exec(value) ?? /^arn:[^:]*:iam::([^:]*):root$/.exec(value);
    if (root !== null) {
        // A root principal hands the choice to the other account's administrators.
        return refused(`the whole account ${root[1] ?? root[0]}; name the user's ARN instead`);
    }
    if (/[*?]/.test(value)) {
        return refused(`${value}, which has a wildcard; name each user's ARN instead`);
    }
    if (/^A[A-Z0-9]{15,127}$/.test(value)) {
        return refused(`${value}, the id of a deleted principal; write its ARN anew, or remove it`);
    }
    const arn = /^arn:([^:]*):(iam|sts)::([^:]*):([a-z-]+)\/(.+)$/s.exec(value);
    if (arn === null) return refused(`${JSON.stringify(value)}, which is no ARN of a user`);
    const [, arnPartition, , accountId, resourceType = "", rest = ""] = arn;
    if (arnPartition !== partition) {
        return refused(`${value} of partition ${arnPartition}; this stack is in ${partition}`);
    }
    if (accountId !== stateAccount.id) {
        return refused(
            `${value} of account ${accountId}; identities must be in the state account ${stateAccount.id}`,
        );
    }
    const entry = entryOf(rest, context);
    if (resourceType === "role" && entry !== undefined) return entry;
    if (resourceType !== "user") {
        return refused(`${value} of type ${resourceType}; name the user's ARN instead`);
    }
    const user = /^([A-Za-z0-9]+)\/(nonprod|prod)\/[\w+=,.@-]{1,64}$/.exec(rest);
    const trustClass = user?.[2] as TrustClass | undefined;
    if (trustClass !== undefined && user?.[1] === `${prefix}ServiceAccounts`) {
        return { kind: "serviceAccount", trustClass };
    }
    if (trustClass !== undefined && user?.[1] === `${prefix}People`) {
        return { kind: "person", trustClass };
    }
    return refused(
        `${value}, whose path does not contain a trust class; users must be below /${prefix}ServiceAccounts/ or /${prefix}People/, in nonprod/ or prod/`,
    );
}
