import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOn } from "./target";

/**
 * Users and roles whose tags or session tags a node can write. Individual tag keys are not
 * distinguished.
 */
export function* tag(
    controlled: ControlledNode,
    primitive: Primitive,
    { graph, users, roles, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    const { accountNode } = controlled;
    if (accountNode === undefined) return;
    if (effect.does !== "tags" && effect.does !== "tagsSessions") return;
    const { ofPrincipals, ofResources } = graph.tagsRead();
    if (!ofPrincipals && (effect.does === "tagsSessions" || !ofResources)) return;
    for (const target of effect.target === "user" ? users : roles) {
        const change: Change = { what: effect.does, subject: target.arn };
        // A created principal may have any tag.
        if (target.kind === "created" || !isStillNeeded({ change })) continue;
        const permission = permissionForAll(controlled, [
            ...actions.map((action) => requestOn(target, action, controlled)),
            ...anywhere.map((action) => requestAnywhere(action, accountNode)),
        ]);
        if (permission !== undefined)
            yield { yields: { change }, ...hopBy(controlled, primitive, target.arn, permission) };
    }
}
