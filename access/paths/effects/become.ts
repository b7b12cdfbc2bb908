import type { Document } from "../../policy/document";
import { controlledNode } from "../controlledNode";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import { Changes } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { inside, requestAnywhere, requestOn } from "./target";

/** Users whose credentials a node can create, and roles whose trust policy it can write. */
export function* becomeTarget(
    controlled: ControlledNode,
    primitive: Primitive,
    { users, roles, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    if (effect.does !== "becomes" || controlled.accountNode === undefined) return;
    const { accountNode } = controlled;
    for (const target of effect.target === "user" ? users : roles) {
        const yields = { controls: target };
        if (target === controlled.node || target.kind === "created" || !isStillNeeded(yields))
            continue;
        const permission = permissionForAll(controlled, [
            ...actions.map((action) => requestOn(target, action, controlled)),
            ...anywhere.map((action) => requestAnywhere(action, accountNode)),
        ]);
        if (permission !== undefined)
            yield { yields, ...hopBy(controlled, primitive, target.arn, permission) };
    }
}

/**
 * Root users of other accounts, by `sts:AssumeRoot`. This works from the management account and
 * delegated administrators only; no policy says which accounts those are. So only statements that
 * name `sts:AssumeRoot` count, not wildcards that include it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export function* becomeRoot(
    controlled: ControlledNode,
    primitive: Primitive,
    { graph, isStillNeeded }: Scope,
): Iterable<Step> {
    if (controlled.node.kind === "root") return;
    const named = namingOnly(controlled);
    for (const { root, account } of graph.accountNodes.values()) {
        const yields = { controls: root };
        if (root.accountNode === controlled.accountNode || !isStillNeeded(yields)) continue;
        const permission = permissionForAll(
            named,
            primitive.actions.map((action) => ({
                action,
                resource: root.arn,
                ...inside(root.accountNode),
                resourceAccountId: controlled.accountNode?.account.id ?? account.id,
            })),
        );
        if (permission !== undefined)
            yield { yields, ...hopBy(controlled, primitive, root.arn, permission) };
    }
}

/** The node, reduced to Allow statements that do not allow every action. */
export function namingOnly({ node, changes }: ControlledNode): ControlledNode {
    // Rewritten policies would allow every action.
    const kept = [...changes].filter(({ what }) => what !== "rewrites");
    const controlled = controlledNode(node, new Changes(kept));
    return {
        ...controlled,
        principals: controlled.principals.map((principal) => ({
            ...principal,
            // AWS managed policies include it by wildcard only.
            policies: principal.policies.filter(isOfCustomer).map((document) => ({
                ...document,
                statements: document.statements.filter(
                    ({ effect, actions }) => effect === "Deny" || !actions.has("any:Action"),
                ),
            })),
        })),
    };
}

const isOfCustomer = ({ name }: Document): boolean => !/^arn:[^:]*:iam::aws:policy\//.test(name);
