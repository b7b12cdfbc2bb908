// The environment boundary for the policy pack, deliberately defined apart from platform/environments.ts: a fault in one
// definition is found by the others.
import type { Account, Context } from "./rule";

type Environment = Account["environment"];

/** How far an identity or a group reaches. */
export type TrustClass = "nonprod" | "prod";

/**
 * The environment boundary in the pack's own words, so that a fault in the program's can't hide itself: an account is
 * open to nonprod only if its environment is listed here. The state account counts as production, because a principal that
 * can write IAM there can become any identity; and so do customers' non-production accounts.
 */
const openEnvironments: readonly Environment[] = ["nonprod"];

/** @param account or an issuer, which has an environment, too */
export const isOpenToNonprod = ({ environment }: Pick<Account, "environment">): boolean =>
    openEnvironments.includes(environment);

/**
 * Roles, without the prefix, that write identities, groups, trust policies or secrets: in an account that is state and nonprod
 * at once, prod identities alone may assume them. The permissions boundary keeps every other role from such writes.
 */
const identityWriters: readonly string[] = ["IamProfilesRole"];

/** IAM names of the roles that are prod's alone in an account that nonprod shares with state. */
export const rolesOfProdAlone = ({ prefix }: Pick<Context, "prefix">): readonly string[] =>
    identityWriters.map((name) => `${prefix}${name}`);

/** Whether identities of a class may get into an account. */
export const mayEnter = (trustClass: TrustClass, account: Account): boolean =>
    trustClass === "prod" || isOpenToNonprod(account);

/**
 * Whether identities of a class may assume a role of the stack's account. IAM's names are not case-sensitive; one that isn't
 * known may be any.
 *
 * @param name of the role, as the program asks for it
 */
export function mayAssume(
    trustClass: TrustClass,
    name: unknown,
    context: Pick<Context, "account" | "prefix">,
): boolean {
    const { account } = context;
    if (account.sharedWith === undefined) return mayEnter(trustClass, account);
    const closed = rolesOfProdAlone(context).map((one) => one.toLowerCase());
    return (
        trustClass === "prod" || (typeof name === "string" && !closed.includes(name.toLowerCase()))
    );
}

/** An account as messages name it, e.g. `333333333333 (prod, environment prod)`. */
export const describeAccount = ({ id, name, environment, sharedWith }: Account): string =>
    `${id} (${name}, environment ${environment}${sharedWith === undefined ? "" : `, shared with ${sharedWith}`})`;

/**
 * The class of a group. Its ARN doesn't tell, so its name must: `<prefix>Prod...Group`, perhaps with a number, is prod. Every
 * other name counts as nonprod, and so does a name that isn't known.
 */
export const groupClass = (name: unknown, { prefix }: Context): TrustClass =>
    typeof name === "string" && new RegExp(`^${prefix}Prod(?![a-z]).*Group\\d*$`).test(name)
        ? "prod"
        : "nonprod";
