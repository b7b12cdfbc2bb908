import type { SessionName } from "../evaluation/sessionName";
import type { Account, Policy, Role, User } from "../organization/organization";

/** A principal that an attacker can control. */
export type Node = PrincipalNode | RootNode | CreatedNode | OutsiderNode;

/** A node that belongs to a registered account. */
export type AccountMember = Exclude<Node, OutsiderNode>;

/** A node that a search can extend its reach to: every one but those that a path created. */
export type ExistingNode = Exclude<Node, CreatedNode>;

interface NodeFacts {
    /** Position in `AccessGraph.nodes`; -1 for a node that a path created. */
    readonly index: number;
    /** As paths name it. */
    readonly arn: string;
}

/** An existing user or role. */
export interface PrincipalNode extends NodeFacts {
    readonly kind: "principal";
    readonly principal: User | Role;
    readonly accountNode: AccountNode;
    /** Of a role, its sessions of each kind of name, if policies distinguish them. */
    readonly sessions?: readonly PrincipalNode[];
    /** Present if it is control of no more than the role's sessions with such names, for which the ARN stands, too. */
    readonly session?: { readonly role: PrincipalNode; readonly name: SessionName };
}

/** An account's root user. */
export interface RootNode extends NodeFacts {
    readonly kind: "root";
    readonly accountNode: AccountNode;
}

/** A user or role that an attacker can create. Its ARN is a pattern and stands for every ARN that matches. */
export interface CreatedNode extends NodeFacts {
    readonly kind: "created";
    readonly type: "user" | "role";
    readonly accountNode: AccountNode;
    /** The permissions boundary that it must be created with. */
    readonly boundary?: Policy;
    /** ARN patterns of existing principals whose names are taken, so that it is none of them. */
    readonly isNot: readonly string[];
}

/**
 * A principal outside the registry: the attacker's own AWS account, or an unregistered account that a role trusts.
 */
export interface OutsiderNode extends NodeFacts {
    readonly kind: "outsider";
    readonly partition: string;
    /** 12 digits; absent: the attacker's own account, which may be any. */
    readonly accountId?: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
export const isServiceLinked = (arn: string): boolean => arn.includes(":role/aws-service-role/");

/**
 * Roles of services, roles and people of Identity Center: IAM refuses every change of them, and passing them, whatever a policy allows.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
export const isReserved = (arn: string): boolean =>
    isServiceLinked(arn) || arn.includes(":role/aws-reserved/") || arn.includes(":identitystore:");

/** A registered account and its nodes. */
export interface AccountNode {
    readonly account: Account;
    readonly users: readonly PrincipalNode[];
    readonly roles: readonly PrincipalNode[];
    /** Its roles without those that AWS keeps to itself: nobody changes, deletes or passes these. */
    readonly changeableRoles: readonly PrincipalNode[];
    /** Its users, and its roles without service-linked ones, which only their service can assume. */
    readonly assumablePrincipals: readonly PrincipalNode[];
    readonly root: RootNode;
    /** Sessions of its roles, as far as policies distinguish them by name. */
    readonly sessions: readonly PrincipalNode[];
    /**
     * Nodes outside the account that one of its principals might reach: roles whose trust policies might admit it, users
     * whose keys are in secrets that it might read, root users, and unregistered accounts.
     */
    readonly reachableOutside: readonly Node[];
}

/**
 * The name of a node as the subject of a `Change`. Nodes created under one ARN pattern with different boundaries are
 * distinct: which changes are allowed may depend on the boundary.
 */
export const subjectOf = (node: Node): string =>
    node.kind !== "created" || node.boundary === undefined
        ? node.arn
        : `${node.arn} within ${node.boundary.arn ?? ""}`;

/** Whether a node is outside an account, or is in it and not changeable. */
export const isBeyond = (node: Node, accountNode: AccountNode): boolean =>
    node.kind === "outsider" || node.accountNode !== accountNode || isReserved(node.arn);
