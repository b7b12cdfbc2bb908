import type { TrustClass } from "./environmentBoundary";
import { parseDocument } from "./parseDocument";
import type { ParsedDocument } from "./parseDocument";
import type { Context, ResourceFacts } from "./rule";
import type { Statement } from "./statement";

export const managedPolicyType = "aws:iam/policy:Policy";

/**
 * Whether a managed policy is one that groups and entry roles assume roles by: its path says so. A path that isn't known counts as
 * that.
 */
export const isAssumePolicy = (
    { type, props }: ResourceFacts,
    { prefix }: Pick<Context, "prefix">,
): boolean => {
    const path = props["path"] ?? "/";
    return (
        type === managedPolicyType &&
        (typeof path !== "string" || path.startsWith(`/${prefix}Policies/assume/`))
    );
};

/** The class of such a policy, by its path: what isn't known is nonprod. */
export const assumePolicyClass = (
    { props }: ResourceFacts,
    { prefix }: Pick<Context, "prefix">,
): TrustClass => (props["path"] === `/${prefix}Policies/assume/prod/` ? "prod" : "nonprod");

/** ARN of such a policy of the state account, and its class; `undefined`: it is none. */
export function assumePolicyArn(
    arn: unknown,
    { partition, prefix, stateAccount }: Context,
): { readonly arn: string; readonly trustClass: TrustClass } | undefined {
    const pattern = new RegExp(
        `^arn:${partition}:iam::${stateAccount.id}:policy/${prefix}Policies/assume/(nonprod|prod)/[\\w+=,.@-]+$`,
    );
    const trustClass = typeof arn === "string" ? pattern.exec(arn)?.[1] : undefined;
    return typeof arn !== "string" || trustClass === undefined
        ? undefined
        : { arn, trustClass: trustClass as TrustClass };
}

/**
 * What a policy document says, with the roles that it allows named one by one: an Allow of all of an account's catalogue roles
 * beside a Deny of all but some names is an Allow of those. Whatever else it says is as it is written.
 */
export function parseAssumePolicy(value: unknown, context: Context): ParsedDocument {
    const parsed = parseDocument(value, "identity");
    const denies = parsed.statements.filter(({ effect }) => effect === "Deny");
    return {
        ...parsed,
        statements: parsed.statements.map((statement) => ({
            ...statement,
            resources: statement.resources.flatMap((arn) =>
                statement.effect === "Allow" ? namedRoles(arn, statement, denies, context) : [arn],
            ),
        })),
    };
}

function namedRoles(
    arn: string,
    allow: Statement,
    denies: readonly Statement[],
    { partition, prefix }: Context,
): readonly string[] {
    const everyRole = new RegExp(`^arn:${partition}:iam::(\\d{12}):role/${prefix}Roles/\\*$`);
    const accountId = everyRole.exec(arn)?.[1];
    const guard = denies.find((deny) => isGuard(deny, allow, { partition, prefix }));
    return accountId === undefined || guard === undefined
        ? [arn]
        : guard.notResources
              // What the Allow doesn't cover, the Deny leaves to another policy.
              .filter((role) => !role.endsWith(`/${prefix}BreakGlass/${prefix}BreakGlassRole`))
              .map((role) => role.replace("::*:", `::${accountId}:`));
}

/** Whether a Deny leaves of what a statement allows the roles that it names: always, and of each of its actions. */
const isGuard = (
    deny: Statement,
    { actions, notActions }: Statement,
    { partition, prefix }: Pick<Context, "partition" | "prefix">,
): boolean => {
    const named = new RegExp(
        `^arn:${partition}:iam::\\*:role/(${prefix}Roles/[\\w+=,.@-]{1,64}|${prefix}BreakGlass/${prefix}BreakGlassRole)$`,
    );
    const denied = new Set(deny.actions.map((action) => action.toLowerCase()));
    return (
        deny.conditions.length === 0 &&
        deny.notResources.length > 0 &&
        deny.notResources.every((role) => named.test(role)) &&
        notActions.length === 0 &&
        actions.every((action) => denied.has(action.toLowerCase()))
    );
};
