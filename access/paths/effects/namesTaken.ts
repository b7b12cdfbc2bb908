import { mightDo } from "../controlledNode";
import type { ControlledNode } from "../controlledNode";
import type { AccountNode, CreatedNode, Node, PrincipalNode } from "../nodes";
import { permissionFor } from "../permission";
import { requestOn } from "./target";

/**
 * Beyond as many principals, only names that the node may create as such, or that trust policies have, are compared, up to as many: a
 * created principal may have any of the others, which is little use, since nobody trusts it for its name.
 */
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
 * @param compared which principals are compared if there are many
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export function namesTaken(
    controlled: ControlledNode,
    accountNode: AccountNode,
    type: CreatedNode["type"],
    compared: Compared,
): NamesTaken {
    const byType = known.get(controlled) ?? new Map<CreatedNode["type"], NamesTaken>();
    known.set(controlled, byType);
    const found = byType.get(type) ?? findNames(controlled, accountNode, type, compared);
    byType.set(type, found);
    return found;
}

const known = new WeakMap<ControlledNode, Map<CreatedNode["type"], NamesTaken>>();

/** By the name in an ARN. */
export interface Compared {
    /** Whether the node may create a principal of that very name. */
    readonly isCreated: (arn: string) => boolean;
    /** Whether a trust policy has it. */
    readonly isTrusted: (arn: string) => boolean;
}

function comparedOf(
    all: readonly PrincipalNode[],
    { isCreated, isTrusted }: Compared,
): readonly PrincipalNode[] {
    if (all.length <= most) return all;
    const created = all.filter(({ arn }) => isCreated(arn));
    const trusted = all.filter(({ arn }) => isTrusted(arn) && !isCreated(arn));
    return [[...created, ...trusted], created].find(({ length }) => length <= most) ?? [];
}

function findNames(
    controlled: ControlledNode,
    { users, roles, changeableRoles }: AccountNode,
    type: CreatedNode["type"],
    compared: Compared,
): NamesTaken {
    const all = type === "user" ? users : roles;
    const existing = comparedOf(all, compared);
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
