/** Whose credentials a call was made with, as STS's GetCallerIdentity says. */
export interface Caller {
    readonly arn: string;
    /** 12 digits. */
    readonly accountId: string;
}

/** A principal that can be an account's administrator, and how its access ends. */
export type Principal =
    | { readonly kind: "role" | "user"; readonly name: string }
    | { readonly kind: "root" }
    /** Of GetFederationToken, whose user isn't known. */
    | { readonly kind: "federated" };

/**
 * The principal behind a caller's ARN. A session's ARN has its role's name, without the path.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 * @throws Error if it is none of them
 */
export function principalOf({ arn }: Caller): Principal {
    const resource = arn.split(":").slice(5).join(":");
    const [kind = "", ...rest] = resource.split("/");
    const [first] = rest;
    const last = rest.at(-1);
    if (resource === "root") return { kind: "root" };
    if (kind === "assumed-role" && first !== undefined) return { kind: "role", name: first };
    if (kind === "user" && last !== undefined) return { kind: "user", name: last };
    if (kind === "federated-user") return { kind: "federated" };
    throw new Error(`${arn} is no role session, user, root user or federated user`);
}

/** Whether two callers are the same principal, whatever their sessions' names. */
export const isSamePrincipal = (one: Caller, other: Caller): boolean =>
    one.accountId === other.accountId &&
    JSON.stringify(principalOf(one)) === JSON.stringify(principalOf(other));

/** Whether a caller is a session of a role: of its name and its account, since a session's ARN lacks the role's path. */
export function isSessionOf(caller: Caller, roleArn: string): boolean {
    const principal = principalOf(caller);
    return (
        caller.accountId === roleArn.split(":")[4] &&
        principal.kind === "role" &&
        principal.name === roleArn.slice(roleArn.lastIndexOf("/") + 1)
    );
}

/** Roles that IAM Identity Center makes for an assigned permission set: `AWSReservedSSO_<permission set>_<id>`. */
const identityCenter = /^AWSReservedSSO_(?<permissionSet>.+)_[0-9a-f]{16}$/;

/** How the access of an administrator is ended, as steps for a person. */
export function waysToEnd(caller: Caller): readonly string[] {
    const principal = principalOf(caller);
    const { accountId } = caller;
    switch (principal.kind) {
        case "role": {
            const { permissionSet } = identityCenter.exec(principal.name)?.groups ?? {};
            return permissionSet === undefined
                ? [
                      `delete role ${principal.name} of account ${accountId}; or, if it is to stay as the way in when nothing else works (docs/runbooks.md), pass --keep-access`,
                      "end its sessions: IAM console, the role, Revoke sessions; else they live until they expire",
                  ]
                : [
                      `IAM Identity Center: remove the assignments of permission set ${permissionSet} to account ${accountId}`,
                      `delete the active sessions of its users there, and sign out: aws sso logout`,
                  ];
        }
        case "user":
            return [
                `delete the access keys of user ${principal.name}, or the user: aws iam delete-access-key --user-name ${principal.name} --access-key-id ...`,
            ];
        case "root":
            return [
                "delete the access key of the root user, and sign out: AWS console, Security credentials",
            ];
        case "federated":
            return ["let the session expire, and delete the access key that it was made with"];
    }
}
