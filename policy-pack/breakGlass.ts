// Emergency access in the pack's own words, deliberately apart from roles/breakGlass/ and identities/breakGlassGroups.ts: a fault in one
// definition is found by the other.
import { mayEnter } from "./environmentBoundary";
import type { TrustClass } from "./environmentBoundary";
import type { Account, Context, ResourceFacts } from "./rule";
import { isGuardedBy } from "./statement";
import type { Statement } from "./statement";

type Names = Pick<Context, "partition" | "prefix">;

const grantActions = ["sts:assumerole", "sts:setsourceidentity"];

/** ARN of the role of an account. */
export const breakGlassArn = ({ partition, prefix }: Names, { id }: Pick<Account, "id">): string =>
    `arn:${partition}:iam::${id}:role/${prefix}BreakGlass/${prefix}BreakGlassRole`;

/** Whether a role is on the path of emergency access or has its name, rightly or wrongly. IAM's names are not case-sensitive. */
export const isBreakGlassRole = (
    { props }: ResourceFacts,
    { prefix }: Pick<Context, "prefix">,
): boolean =>
    (typeof props["path"] === "string" && props["path"].startsWith(`/${prefix}BreakGlass`)) ||
    (typeof props["name"] === "string" &&
        props["name"].toLowerCase() === `${prefix}BreakGlassRole`.toLowerCase());

/** Whether people of a class may use the emergency access of an account: production is prod's alone, and so is a shared account. */
export const mayUseBreakGlass = (trustClass: TrustClass, account: Account): boolean =>
    trustClass === "prod" || (mayEnter(trustClass, account) && account.sharedWith === undefined);

/** Whether a group, or a policy of it, is one of those who may use emergency access. */
export const isBreakGlassGroup = (name: unknown, { prefix }: Pick<Context, "prefix">): boolean =>
    typeof name === "string" &&
    new RegExp(`^${prefix}(Nonprod|Prod)BreakGlassGroup\\d*(Policy\\d*)?$`).test(name);

/** Whether a statement of such a group allows emergency access alone, with MFA, where it is on. */
export function isBreakGlassGrant(
    { actions, notActions, resources, notResources, ...statement }: Statement,
    context: Context,
): boolean {
    const roles = context.accounts.map((account) => breakGlassArn(context, account));
    return (
        context.breakGlass !== undefined &&
        notActions.length + notResources.length === 0 &&
        actions.every((action) => grantActions.includes(action.toLowerCase())) &&
        resources.every((resource) => roles.includes(resource)) &&
        isGuardedBy(
            { actions, notActions, resources, notResources, ...statement },
            ["Bool"],
            "aws:MultiFactorAuthPresent",
            ["true"],
        )
    );
}
