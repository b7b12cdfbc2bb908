import type { Condition, Statement } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import type { Step, Scope } from "../step";

/**
 * Identity providers at which anybody can have an account, and the claims that whoever logs in chooses: they keep nobody out.
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

/** Kind of its hops. */
export const logsIn = "AssumeRoleWithWebIdentity";

const action = `sts:${logsIn}`;

/** Roles that ask nothing but an account at a public identity provider. What such an account may claim, no policy says. */
export function* logIn({ node }: ControlledNode, { graph, isStillNeeded }: Scope): Iterable<Step> {
    if (node.kind !== "outsider" || node.accountId !== undefined) return;
    for (const role of graph.roles) {
        const yields = { controls: role };
        if (role.principal.kind !== "role" || !isStillNeeded(yields)) continue;
        for (const statement of role.principal.trust.statements) {
            const provider = publicProviderIn(statement);
            if (provider === undefined) continue;
            const unknown = `whoever logs in at ${provider} may do it, as far as its conditions are understood`;
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

/** The public provider whose users a statement lets in without regard to who they are. */
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

/** Whether a condition asks for a claim that isn't anybody's. */
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

/** A pattern of subjects that leaves open whose they are. */
const anybodys = /^(?:repo:|project_path:|organization:|pulumi:deploy:org:)?[*?]/;
