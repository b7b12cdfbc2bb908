import type { TrustClass } from "../organization/organization";
import type { AccountNode, Node, PrincipalNode } from "../paths/nodes";
import type { AccessGraph } from "../paths/accessGraph";
import { isBreakGlass } from "./breakGlass";
import type { ReportIdentity, ReportRole } from "./report";

/** Identities, in the order of the report: users, then entry roles, by ARN each. */
export const identitiesInOrder = ({ users, roles }: AccessGraph): readonly PrincipalNode[] => [
    ...[...users].sort(byArn),
    ...roles.filter(isIdentity).sort(byArn),
];

/** Whether a principal is an identity: a user, or an entry role. */
export const isIdentity = ({ principal }: PrincipalNode): boolean =>
    principal.trustClass !== undefined;

/**
 * Roles that identities may want to reach, in the order of the report: by account as the registry has them, then by ARN. An entry
 * role is none: it is an identity itself.
 */
export const rolesInOrder = ({ accountNodes }: AccessGraph): readonly PrincipalNode[] =>
    [...accountNodes.values()].flatMap((accountNode) =>
        accountNode.roles.filter((role) => !isIdentity(role)).sort(byArn),
    );

export const trustClassOf = ({ principal }: PrincipalNode): TrustClass =>
    principal.trustClass ?? "nonprod";

export const identityEntry = (node: PrincipalNode): ReportIdentity => ({
    arn: node.arn,
    name: node.principal.name,
    account: node.accountNode.account.id,
    trustClass: trustClassOf(node),
});

export const roleEntry = ({ arn, principal, accountNode }: PrincipalNode): ReportRole => ({
    arn,
    name: principal.name,
    account: accountNode.account.id,
    ...(isBreakGlass(arn) ? { breakGlass: true } : {}),
});

/** All principals that a nonprod identity can create in an account outside nonprod, listed as one role. */
export const createdEntry = ({ account }: AccountNode): ReportRole => ({
    arn: `arn:${account.partition}:iam::${account.id}:role/*`,
    name: "*",
    account: account.id,
});

const byArn = (a: Node, b: Node): number => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0);
