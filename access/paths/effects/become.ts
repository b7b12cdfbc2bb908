import type { Document } from "../../policy/document";
import { controlledNode } from "../controlledNode";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import { Changes } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { inside, requestAnywhere, requestOn } from "./target";

/** Users and roles whose credentials an controlled can have made, or whose trust it can write. */
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
            yield { yields, hop: hopBy(controlled, primitive, target.arn, permission) };
    }
}

/**
 * Root users of the organization's other accounts. Only its management account and delegated administrators can have
 * their sessions; which accounts those are is in no policy. Whoever wrote `sts:AssumeRoot` into a policy knew why; that
 * `*` includes it says nothing.
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
            yield { yields, hop: hopBy(controlled, primitive, root.arn, permission) };
    }
}

/** The controlled, allowed only what statements allow that don't allow everything. */
function namingOnly({ node, changes }: ControlledNode): ControlledNode {
    // A policy needn't be rewritten: it would allow everything then.
    const kept = [...changes].filter(({ what }) => what !== "rewrites");
    const controlled = controlledNode(node, new Changes(kept));
    return {
        ...controlled,
        principals: controlled.principals.map((principal) => ({
            ...principal,
            // What AWS's own policies say of it they say by `*`.
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
