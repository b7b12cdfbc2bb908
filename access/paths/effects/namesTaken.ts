import { mightDo } from "../controlledNode";
import type { ControlledNode } from "../controlledNode";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "../nodes";
import { permissionFor } from "../permission";
import { requestOn } from "./target";

/** Beyond as many, names are not compared: a created principal may then have any of them. */
const most = 300;

/** Names that are taken, and the helpers without whom more would be. */
export interface NamesTaken {
    readonly names: readonly string[];
    readonly deleters: readonly Node[];
}

/**
 * ARN patterns of the principals of an account whose names a node cannot use for what it creates: they exist, and neither it nor a
 * helper may delete them. A name is unique in its account, whatever the path.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export function namesTaken(
    controlled: ControlledNode,
    accountNode: AccountNode,
    type: CreatedNode["type"],
): NamesTaken {
    const byType = known.get(controlled) ?? new Map<CreatedNode["type"], NamesTaken>();
    known.set(controlled, byType);
    const found = byType.get(type) ?? findNames(controlled, accountNode, type);
    byType.set(type, found);
    return found;
}

const known = new WeakMap<ControlledNode, Map<CreatedNode["type"], NamesTaken>>();

function findNames(
    controlled: ControlledNode,
    { users, roles, changeableRoles }: AccountNode,
    type: CreatedNode["type"],
): NamesTaken {
    const existing = type === "user" ? users : roles;
    const reserved = reservedNames(type);
    if (existing.length > most) return { names: reserved, deleters: [] };
    const deletes = type === "user" ? "iam:DeleteUser" : "iam:DeleteRole";
    const able = [controlled, ...(controlled.helpers ?? [])].filter((one) => mightDo(one, deletes));
    const changeable = new Set(type === "user" ? users : changeableRoles);
    const deleters = new Set<Node>();
    const isDeletable = (node: PrincipalNode): boolean => {
        const deleter = able.find((one) => mayDelete(one, node, deletes));
        if (deleter !== undefined && deleter !== controlled) deleters.add(deleter.node);
        return deleter !== undefined;
    };
    const names = existing
        .filter((node) => !changeable.has(node) || !isDeletable(node))
        .flatMap(({ arn }) => {
            const owner = arn.slice(0, arn.indexOf("/"));
            const name = arn.slice(arn.lastIndexOf("/") + 1);
            return [`${owner}/${name}`, `${owner}/*/${name}`];
        });
    return { names: [...names, ...reserved], deleters: [...deleters] };
}

/** ARN patterns of what only AWS creates. */
export const reservedNames = (type: CreatedNode["type"]): readonly string[] =>
    type === "user"
        ? []
        : ["aws-reserved", "aws-service-role"].map((path) => `arn:*:role/${path}/*`);

/** A node that helps others is asked about again with each of them. */
function mayDelete(one: ControlledNode, node: PrincipalNode, deletes: string): boolean {
    const byNode = deletable.get(one) ?? new Map<PrincipalNode, boolean>();
    deletable.set(one, byNode);
    let answer = byNode.get(node);
    if (answer === undefined) {
        answer = permissionFor(one, requestOn(node, deletes, one)) !== undefined;
        byNode.set(node, answer);
    }
    return answer;
}

const deletable = new WeakMap<ControlledNode, Map<PrincipalNode, boolean>>();

/** A name in an ARN or in one of those patterns, in lower case: case does not make another name. */
export const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
