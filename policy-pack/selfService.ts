import type { TrustClass } from "./environmentBoundary";
import type { Context } from "./rule";
import type { Statement } from "./statement";

/** The permissions that people have beside assuming roles, by `Sid`. */
const permissions = (
    trustClass: TrustClass,
    { partition, prefix, stateAccount: { id } }: Context,
): Readonly<
    Record<string, { readonly actions: readonly string[]; readonly resources: readonly string[] }>
> => ({
    ManageOwnPasswordAndMfa: {
        actions: [
            "iam:ChangePassword",
            "iam:CreateVirtualMFADevice",
            "iam:EnableMFADevice",
            "iam:GetMFADevice",
            "iam:GetUser",
            "iam:ListMFADevices",
            "iam:ResyncMFADevice",
        ],
        resources: [
            `arn:${partition}:iam::${id}:mfa/\${aws:username}`,
            `arn:${partition}:iam::${id}:user/${prefix}People/${trustClass}/\${aws:username}`,
        ],
    },
    LogInToTheCli: {
        actions: ["signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token"],
        resources: [`arn:${partition}:signin:*:${id}:oauth2/public-client/localhost`],
    },
});

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((item) => b.includes(item));

/**
 * Whether a statement is one of the permissions that people have beside assuming roles: to look after their own password and
 * second factor, and to use their console session in the AWS CLI. Compared exactly, whatever the order: one action or resource more
 * would be another permission.
 *
 * @param trustClass class of the people whom the statement is given to
 */
export function isSelfService(
    statement: Statement,
    trustClass: TrustClass,
    context: Context,
): boolean {
    const known = Object.entries(permissions(trustClass, context)).find(
        ([sid]) => sid === statement.sid,
    );
    if (known === undefined) return false;
    const [, { actions, resources }] = known;
    return (
        statement.effect === "Allow" &&
        statement.conditions.length === 0 &&
        sameSet(statement.actions, actions) &&
        sameSet(statement.resources, resources)
    );
}
