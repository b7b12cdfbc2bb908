// What STS does with a token, from AWS's documentation alone: it uses none of the code that builds or judges trust policies.
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import type { JWTPayload } from "jose";

/** The part of a policy document that matters here. */
export interface Policy {
    readonly Statement: readonly {
        readonly Effect: string;
        readonly Principal?: unknown;
        readonly Action?: readonly string[];
        readonly Resource?: readonly string[];
        readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
    }[];
}

/** An identity provider as IAM has it. */
export interface Provider {
    readonly arn: string;
    readonly url: string;
    readonly clientIds: readonly string[];
}

/** Why a token is refused, or that it isn't. */
export type Answer = "enters" | `refused: ${string}`;

const entering = "sts:AssumeRoleWithWebIdentity";

/**
 * Claims that IAM takes as condition keys. Those beside `aud` and `sub` since 2026.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const claimKeys: Readonly<Record<string, readonly string[]>> = {
    "token.actions.githubusercontent.com": [
        ...["actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref"],
        ...["ref", "repository", "repository_id", "workflow"],
    ],
};

/**
 * Whether a token's bearer may assume a role by it.
 *
 * @param providers of the role's account
 * @param keysOf where an issuer's keys are
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function enter(
    token: string,
    trust: Policy,
    providers: readonly Provider[],
    keysOf: (address: string) => URL,
): Promise<Answer> {
    const { iss = "" } = decodeJwt(token);
    const provider = providers.find(({ url }) => url === iss);
    if (provider === undefined) return "refused: no provider for the issuer";
    const address = iss.replace("https://", "");
    let claims: JWTPayload;
    try {
        const { payload } = await jwtVerify(token, createRemoteJWKSet(keysOf(address)), {
            issuer: iss,
            algorithms: ["ES256"],
            requiredClaims: ["sub", "aud", "exp"],
        });
        claims = payload;
    } catch (error) {
        return `refused: ${(error as { code?: string }).code ?? String(error)}`;
    }
    const audiences = [claims.aud ?? []].flat();
    if (!audiences.some((one) => provider.clientIds.includes(one))) return "refused: audience";
    const tags = tagsOf(claims);
    const valueOf = (key: string): readonly string[] => {
        if (key.startsWith("aws:RequestTag/")) {
            return tags[key.slice("aws:RequestTag/".length)] ?? [];
        }
        const claim = key.startsWith(`${address}:`) ? key.slice(address.length + 1) : "";
        if (!["aud", "sub", ...(claimKeys[address] ?? [])].includes(claim)) return [];
        return [claims[claim] ?? []].flat().map(String);
    };
    const isAllowed = (action: string): boolean =>
        trust.Statement.some(
            ({ Effect, Principal, Action = [], Condition = {} }) =>
                Effect === "Allow" &&
                JSON.stringify(Principal) === JSON.stringify({ Federated: [provider.arn] }) &&
                Action.includes(action) &&
                Object.entries(Condition).every(([operator, tests]) =>
                    Object.entries(tests).every(([key, values]) =>
                        matches(operator, [values].flat(), valueOf(key)),
                    ),
                ),
        );
    if (!isAllowed(entering)) return "refused: trust policy";
    const needsTags = Object.keys(tags).length > 0;
    return needsTags && !isAllowed("sts:TagSession") ? "refused: session tags" : "enters";
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp */
function tagsOf(claims: JWTPayload): Readonly<Record<string, string[]>> {
    const { principal_tags: tags = {} } = (claims["https://aws.amazon.com/tags"] ?? {}) as {
        principal_tags?: Record<string, string[]>;
    };
    return tags;
}

/** A claim that is missing matches nothing. */
function matches(operator: string, wanted: readonly string[], found: readonly string[]): boolean {
    const test = (value: string): boolean => {
        if (operator === "StringEquals") return wanted.includes(value);
        if (operator === "StringLike") return wanted.some((pattern) => like(pattern, value));
        throw new Error(`the verifier doesn't know the operator ${operator}`);
    };
    return found.length === 1 && found.every(test);
}

function like(pattern: string, value: string): boolean {
    const [first = "", ...rest] = pattern;
    if (first === "*") {
        const tail = rest.join("");
        return Array.from({ length: value.length + 1 }, (_, at) => value.slice(at)).some((end) =>
            like(tail, end),
        );
    }
    if (pattern === "") return value === "";
    return (
        value !== "" && (first === "?" || first === value[0]) && like(rest.join(""), value.slice(1))
    );
}

/** Whether an entry role's session may assume a role: its policy and its boundary name the role, and the role names it. */
export function mayAssume(
    entry: { readonly arn: string; readonly policy: Policy; readonly boundary: Policy },
    role: { readonly arn: string; readonly trust: Policy },
): boolean {
    const allows = ({ Statement }: Policy): boolean =>
        Statement.some(
            ({ Effect, Action = [], Resource = [] }) =>
                Effect === "Allow" &&
                Action.includes("sts:AssumeRole") &&
                Resource.some((pattern) => like(pattern, role.arn)),
        );
    const trusts = role.trust.Statement.some(({ Effect, Principal, Action = [], Condition }) => {
        const { AWS = [] } = (Principal ?? {}) as { AWS?: string[] };
        return (
            Effect === "Allow" &&
            Condition === undefined &&
            AWS.includes(entry.arn) &&
            Action.includes("sts:AssumeRole")
        );
    });
    return allows(entry.policy) && allows(entry.boundary) && trusts;
}
