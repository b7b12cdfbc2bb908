import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOn } from "./target";

/** Users and roles whose tags, or whose sessions' tags, an actor can write. Which of them isn't told apart. */
export function* tag(
    actor: Actor,
    primitive: Primitive,
    { world, users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    const { home } = actor;
    if (home === undefined) return;
    if (effect.does !== "tags" && effect.does !== "tagsSessions") return;
    const { ofPrincipals, ofResources } = world.tagsRead();
    if (!ofPrincipals && (effect.does === "tagsSessions" || !ofResources)) return;
    for (const target of effect.target === "user" ? users : roles) {
        const change: Change = { what: effect.does, subject: target.arn };
        // Any tag may be on what the attacker created.
        if (target.kind === "created" || !wanted({ change })) continue;
        const yes = askAll(actor, [
            ...actions.map((action) => requestOn(target, action, actor)),
            ...anywhere.map((action) => requestAnywhere(action, home)),
        ]);
        if (yes !== undefined)
            yield { gives: { change }, hop: hopBy(actor, primitive, target.arn, yes) };
    }
}
