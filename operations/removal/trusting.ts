import { principalsOf } from "../policyText";
import type { LiveAccount } from "../liveAccount";

/** A role whose trust policy names a principal. */
export interface TrustingRole {
    readonly arn: string;
    readonly account: LiveAccount["account"];
}

/**
 * Roles that trust a user or role by name.
 *
 * @param names its ARN and, if known, its unique id
 */
export const trustingRoles = (
    accounts: readonly LiveAccount[],
    names: readonly string[],
): TrustingRole[] =>
    accounts.flatMap(({ account, details }) =>
        details.RoleDetailList.filter(({ AssumeRolePolicyDocument }) =>
            principalsOf(AssumeRolePolicyDocument).some((principal) => names.includes(principal)),
        ).map(({ Arn }) => ({ arn: Arn, account })),
    );
