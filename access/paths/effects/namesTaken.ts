import { mightDo } from "../controlledNode";
import type { ControlledNode } from "../controlledNode";
import type { AccountNode, CreatedNode, PrincipalNode } from "../nodes";
import { permissionFor } from "../permission";
import { requestOn } from "./target";

/** Beyond as many, names are not compared: a created principal may then have any of them. */
const most = 300;

/**
 * ARN patterns of the principals of an account whose names a node cannot use for what it creates: they exist, and neither it nor a
 * helper may delete them. A name is unique in its account, whatever the path.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export function namesTaken(
    controlled: ControlledNode,
    { users, roles, changeableRoles }: AccountNode,
    type: CreatedNode["type"],
): readonly string[] {
    const existing = type === "user" ? users : roles;
    if (existing.length > most) return [];
    const deletes = type === "user" ? "iam:DeleteUser" : "iam:DeleteRole";
    const deleters = [controlled, ...(controlled.helpers ?? [])].filter((one) =>
        mightDo(one, deletes),
    );
    const isDeletable = (node: PrincipalNode): boolean =>
        (type === "user" || changeableRoles.includes(node)) &&
        deleters.some((one) => permissionFor(one, requestOn(node, deletes, one)) !== undefined);
    return existing
        .filter((node) => deleters.length === 0 || !isDeletable(node))
        .flatMap(({ arn }) => {
            const owner = arn.slice(0, arn.indexOf("/"));
            const name = arn.slice(arn.lastIndexOf("/") + 1);
            return [`${owner}/${name}`, `${owner}/*/${name}`];
        });
}

/** A name in an ARN or in one of those patterns, in lower case: case does not make another name. */
export const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
