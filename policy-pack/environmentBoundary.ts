// The environment boundary for the policy pack, deliberately defined apart from platform/environments.ts: a fault in one
// definition is found by the others.
import type { Account, Context } from "./rule";

/** How far an identity or a group reaches. */
export type TrustClass = "nonprod" | "prod";

/**
 * The environment boundary in the pack's own words, so that a fault in the program's can't hide itself: an account is
 * open to nonprod only if it is a nonprod account. The state account counts as production, because a principal that can write
 * IAM there can become any identity.
 */
export const isOpenToNonprod = (account: Account): boolean => account.environment === "nonprod";

/** Whether identities of a class may get into an account. */
export const mayEnter = (trustClass: TrustClass, account: Account): boolean =>
    trustClass === "prod" || isOpenToNonprod(account);

/** An account as messages name it, e.g. `333333333333 (prod, environment prod)`. */
export const describeAccount = ({ id, name, environment }: Account): string =>
    `${id} (${name}, environment ${environment})`;

/**
 * The class of a group. Its ARN doesn't tell, so its name must: `<prefix>Prod...Group` is prod. Every other name counts as
 * nonprod, and so does a name that isn't known.
 */
export const groupClass = (name: unknown, { prefix }: Context): TrustClass =>
    typeof name === "string" && new RegExp(`^${prefix}Prod(?![a-z]).*Group$`).test(name)
        ? "prod"
        : "nonprod";
