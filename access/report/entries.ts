import type { TrustClass } from "../organization/organization";
import type { Node, PrincipalNode, World } from "../paths/world";
import type { ReportIdentity, ReportRole } from "./report";

/** Users, in the order of the report. */
export const usersInOrder = ({ users }: World): readonly PrincipalNode[] => [...users].sort(byArn);

/** Roles, in the order of the report: by account as the registry has them, then by ARN. */
export const rolesInOrder = ({ homes }: World): readonly PrincipalNode[] =>
    [...homes.values()].flatMap((home) => [...home.roles].sort(byArn));

export const trustClassOf = ({ principal }: PrincipalNode): TrustClass =>
    principal.kind === "user" ? principal.trustClass : "nonprod";

export const identityEntry = (node: PrincipalNode): ReportIdentity => ({
    arn: node.arn,
    name: node.principal.name,
    account: node.home.account.id,
    trustClass: trustClassOf(node),
});

export const roleEntry = ({ arn, principal, home }: PrincipalNode): ReportRole => ({
    arn,
    name: principal.name,
    account: home.account.id,
});

const byArn = (a: Node, b: Node): number => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0);
