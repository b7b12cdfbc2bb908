// What STS does with an assertion that is signed as it should be, from AWS's documentation alone: it uses none of the code that
// builds or judges trust policies.
import type { Policy } from "./verifier";

/** What an assertion says. */
export interface Assertion {
    /** ARN of the provider that it is of. */
    readonly provider: string;
    /** `Recipient` of its subject's confirmation. */
    readonly recipient: string;
    /** Attributes that IAM takes as condition keys. */
    readonly attributes?: Readonly<Record<string, readonly string[]>>;
    /** Whether it has `SourceIdentity` or session tags. */
    readonly has?: readonly ("sts:SetSourceIdentity" | "sts:TagSession")[];
}

/**
 * Whether the bearer of an assertion may assume a role by it.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
 */
export function admits(
    trust: Policy,
    { provider, recipient, attributes = {}, has = [] }: Assertion,
): boolean {
    const values: Readonly<Record<string, readonly string[]>> = {
        "saml:aud": [recipient],
        ...Object.fromEntries(
            Object.entries(attributes).map(([name, its]) => [`saml:${name.toLowerCase()}`, its]),
        ),
    };
    const isAllowed = (action: string): boolean =>
        trust.Statement.some(
            ({ Effect, Principal, Action = [], Condition = {} }) =>
                Effect === "Allow" &&
                JSON.stringify(Principal) === JSON.stringify({ Federated: [provider] }) &&
                Action.includes(action) &&
                Object.entries(Condition).every(([operator, tests]) =>
                    Object.entries(tests).every(([key, wanted]) =>
                        matches(operator, [wanted].flat(), values[key.toLowerCase()] ?? []),
                    ),
                ),
        );
    return ["sts:AssumeRoleWithSAML", ...has].every(isAllowed);
}

/** A key that is missing matches nothing; one of many values needs an operator for sets. */
function matches(operator: string, wanted: readonly string[], found: readonly string[]): boolean {
    if (operator === "StringEquals") return found.length === 1 && wanted.includes(found[0] ?? "");
    if (operator === "ForAnyValue:StringEquals") return found.some((one) => wanted.includes(one));
    throw new Error(`the verifier doesn't know the operator ${operator}`);
}
