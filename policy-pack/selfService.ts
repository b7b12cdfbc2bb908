import type { TrustClass } from "./environmentBoundary";
import type { Context } from "./rule";
import type { Statement } from "./statement";

const actions = [
    "iam:ChangePassword",
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:ResyncMFADevice",
];

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((item) => b.includes(item));

/**
 * Whether a statement is the one permission that people have beside assuming roles: to look after their own password and
 * second factor. Compared exactly, whatever the order: one action or resource more would be another permission.
 *
 * @param trustClass class of the people whom the statement is given to
 */
export function isSelfService(
    statement: Statement,
    trustClass: TrustClass,
    { partition, prefix, stateAccount }: Context,
): boolean {
    const arn = `arn:${partition}:iam::${stateAccount.id}:`;
    return (
        statement.effect === "Allow" &&
        statement.sid === "ManageOwnPasswordAndMfa" &&
        statement.conditions.length === 0 &&
        sameSet(statement.actions, actions) &&
        sameSet(statement.resources, [
            `${arn}mfa/\${aws:username}`,
            `${arn}user/${prefix}People/${trustClass}/\${aws:username}`,
        ])
    );
}
