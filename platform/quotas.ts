import * as v from "valibot";

import type { Fault } from "./fault";
import { didYouMean } from "./nearest";
import { check, mapOf, must, strict } from "./schema";

/** IAM quotas of an account that AWS raises on request. */
export interface Quotas {
    /** Length of a role's trust policy, in characters: 2,048 to 8,192. */
    readonly roleTrustPolicyLength: number;
    /** Managed policies of a role: 10 to 25. */
    readonly managedPoliciesPerRole: number;
    /** Customer managed policies of the account: 1,500 to 10,000. */
    readonly managedPoliciesPerAccount: number;
    /** Groups of the account: 300 to 500. */
    readonly groupsPerAccount: number;
}

/** What every account has without a request: the smallest of each. */
export const defaultQuotas: Quotas = {
    roleTrustPolicyLength: 2_048,
    managedPoliciesPerRole: 10,
    managedPoliciesPerAccount: 1_500,
    groupsPerAccount: 300,
};

const between = (least: number, most: number) => {
    const bound = must(
        `a whole number from ${least}, IAM's default, to ${most}, the most that AWS grants`,
    );
    return v.exactOptional(
        v.pipe(
            v.number(bound),
            v.integer(bound),
            v.minValue(least, bound),
            v.maxValue(most, bound),
        ),
    );
};

const granted = strict("an account's quotas", {
    roleTrustPolicyLength: between(defaultQuotas.roleTrustPolicyLength, 8_192),
    managedPoliciesPerRole: between(defaultQuotas.managedPoliciesPerRole, 25),
    managedPoliciesPerAccount: between(defaultQuotas.managedPoliciesPerAccount, 10_000),
    groupsPerAccount: between(defaultQuotas.groupsPerAccount, 500),
});

/**
 * The quotas of one account, as they were granted to it.
 *
 * @param value of `quotas`, as it was read: account name -> its quotas; absent ones are IAM's defaults
 * @param accounts names of the registry's accounts
 * @param account whose quotas to return
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function parseQuotas(
    value: unknown,
    accounts: readonly string[],
    account: string,
    fault: Fault,
): Quotas {
    if (value === undefined) return defaultQuotas;
    const schema = mapOf("map names of accounts to their quotas", (name) =>
        accounts.includes(name)
            ? granted
            : `is no account of the registry${didYouMean(name, accounts)}`,
    );
    const quotas = check(schema, value, "quotas", fault) ?? {};
    const own = Object.hasOwn(quotas, account) ? quotas[account] : undefined;
    return { ...defaultQuotas, ...own };
}
