import type { Condition, Statement } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import type { Step, Scope } from "../step";

/**
 * Public identity providers, and the claims that their users can choose, which are no restriction.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const publicProviders: ReadonlyMap<string, readonly string[]> = new Map([
    ["accounts.google.com", []],
    ["cognito-identity.amazonaws.com", []],
    ["graph.facebook.com", []],
    ["www.amazon.com", []],
    ["agent.buildkite.com", ["aud"]],
    ["api.pulumi.com/oidc", ["aud"]],
    ["app.terraform.io", ["aud"]],
    ["gitlab.com", ["aud"]],
    ["token.actions.githubusercontent.com", ["aud"]],
]);

/** Kind of the hops. */
export const logsIn = "AssumeRoleWithWebIdentity";

const action = `sts:${logsIn}`;

/**
 * Roles that any user of a public identity provider can assume. Uncertain: no policy says which
 * claims a user can get.
 */
export function* logIn({ node }: ControlledNode, { graph, isStillNeeded }: Scope): Iterable<Step> {
    if (node.kind !== "outsider" || node.accountId !== undefined) return;
    for (const role of graph.roles) {
        const yields = { controls: role };
        if (role.principal.kind !== "role" || !isStillNeeded(yields)) continue;
        for (const statement of role.principal.trust.statements) {
            const provider = publicProviderIn(statement);
            if (provider === undefined) continue;
            const unknown = `any user of ${provider} may assume it, as far as its conditions can be evaluated`;
            const because = [statement.reference];
            yield {
                yields,
                hop: {
                    kind: logsIn,
                    from: node.arn,
                    to: role.arn,
                    action,
                    because,
                    unknown,
                },
            };
        }
    }
}

/** The public provider whose users a statement admits without restricting them. */
function publicProviderIn({
    effect,
    actions,
    principals,
    conditions,
}: Statement): string | undefined {
    if (effect === "Deny" || !actions.has(action)) return undefined;
    return [...(principals?.federated ?? [])]
        .map((name) => name.replace(/^arn:[^:]*:iam::\d{12}:oidc-provider\//, ""))
        .find((name) => {
            const chosen = publicProviders.get(name);
            return (
                chosen !== undefined &&
                !conditions.some((condition) => keepsOut(condition, name, chosen))
            );
        });
}

/** Whether a condition requires a claim that not every user can get. */
function keepsOut(
    { operator, negated, set, key, values }: Condition,
    provider: string,
    chosen: readonly string[],
): boolean {
    const claim = key.startsWith(`${provider}:`) ? key.slice(provider.length + 1) : "";
    return (
        claim !== "" &&
        !chosen.includes(claim) &&
        operator.startsWith("String") &&
        !negated &&
        set !== "ForAllValues" &&
        values.every((value) => !anybodys.test(value))
    );
}

/** Subject patterns that match any user. */
const anybodys = /^(?:repo:|project_path:|organization:|pulumi:deploy:org:)?[*?]/;
