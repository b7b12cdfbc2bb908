import type { Document } from "../../policy/document";
import { actorOf } from "../actor";
import type { Actor } from "../actor";
import { askAll } from "../ask";
import { Changes } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { inside, requestAnywhere, requestOn } from "./target";

/** Users and roles whose credentials an actor can have made, or whose trust it can write. */
export function* becomeTarget(
    actor: Actor,
    primitive: Primitive,
    { users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    if (effect.does !== "becomes" || actor.home === undefined) return;
    const { home } = actor;
    for (const target of effect.target === "user" ? users : roles) {
        const gives = { controls: target };
        if (target === actor.node || target.kind === "created" || !wanted(gives)) continue;
        const yes = askAll(actor, [
            ...actions.map((action) => requestOn(target, action, actor)),
            ...anywhere.map((action) => requestAnywhere(action, home)),
        ]);
        if (yes !== undefined) yield { gives, hop: hopBy(actor, primitive, target.arn, yes) };
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
    actor: Actor,
    primitive: Primitive,
    { world, wanted }: Scope,
): Iterable<Power> {
    if (actor.node.kind === "root") return;
    const named = namingOnly(actor);
    for (const { root, account } of world.homes.values()) {
        const gives = { controls: root };
        if (root.home === actor.home || !wanted(gives)) continue;
        const yes = askAll(
            named,
            primitive.actions.map((action) => ({
                action,
                resource: root.arn,
                ...inside(root.home),
                resourceAccountId: actor.home?.account.id ?? account.id,
            })),
        );
        if (yes !== undefined) yield { gives, hop: hopBy(actor, primitive, root.arn, yes) };
    }
}

/** The actor, allowed only what statements allow that don't allow everything. */
function namingOnly({ node, changes }: Actor): Actor {
    // A policy needn't be rewritten: it would allow everything then.
    const kept = [...changes].filter(({ what }) => what !== "rewrites");
    const actor = actorOf(node, new Changes(kept));
    return {
        ...actor,
        askers: actor.askers.map((asker) => ({
            ...asker,
            // What AWS's own policies say of it they say by `*`.
            policies: asker.policies.filter(isOfCustomer).map((document) => ({
                ...document,
                statements: document.statements.filter(
                    ({ effect, actions }) => effect === "Deny" || !actions.has("any:Action"),
                ),
            })),
        })),
    };
}

const isOfCustomer = ({ name }: Document): boolean => !/^arn:[^:]*:iam::aws:policy\//.test(name);
