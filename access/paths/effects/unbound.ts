import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Permission, Request } from "../permission";
import { boundaryKey } from "../boundaryKey";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { subjectOf } from "../nodes";
import type { AccountNode } from "../nodes";
import { hopBy } from "./hop";
import { choicesWithHelp, withMaking } from "./managedPolicies";
import { boundaryOf, requestAnywhere, requestOn } from "./target";
import type { Target } from "./target";
import { watchKey } from "./watchKey";

/** Users and roles whose permissions boundary a node can delete or replace. */
export function* unbound(
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> {
    const { effect } = primitive;
    const { users, roles } = scope;
    const { accountNode } = controlled;
    if (effect.does !== "unbounds" || accountNode === undefined) return;
    const findChanges = effect.by === "delete" ? deleteBoundary : putBoundary;
    for (const target of effect.target === "user" ? users : roles) {
        for (const { change, permission } of findChanges(
            target,
            controlled,
            primitive,
            accountNode,
            scope,
        )) {
            yield {
                yields: { change },
                ...hopBy(controlled, primitive, target.arn, permission),
                ...(target.kind === "created" ? { on: target } : {}),
            };
        }
    }
}

type FindChanges = (
    target: Target,
    controlled: ControlledNode,
    primitive: Primitive,
    accountNode: AccountNode,
    scope: Scope,
) => Iterable<{ readonly change: Change; readonly permission: Permission }>;

const deleteBoundary: FindChanges = function* (
    target,
    controlled,
    primitive,
    accountNode,
    { isStillNeeded },
) {
    const change: Change = { what: "unbounds", subject: subjectOf(target) };
    if (boundaryOf(target) === undefined || !isStillNeeded({ change })) return;
    const permission = permissionTo(target, controlled, primitive, accountNode);
    if (permission !== undefined) yield { change, permission };
};

/** Sets a boundary. On a target without one this is of use where conditions require a boundary. */
const putBoundary: FindChanges = function* (
    target,
    controlled,
    primitive,
    accountNode,
    { isStillNeeded, isCovered, only },
) {
    const current = boundaryOf(target);
    // A created principal already has the best boundary possible.
    if (target.kind === "created" && current === undefined) return;
    const subject = subjectOf(target);
    // No boundary covers all others.
    const most: Change = { what: current === undefined ? "bounds" : "unbounds", subject };
    if (isCovered({ change: most })) return;
    const { onRead, isRead } = watchKey(boundaryKey);
    const onlyPolicy = only?.change?.policy?.arn;
    for (const choice of choicesWithHelp(controlled, accountNode, boundaryKey, onlyPolicy)) {
        const { arn, policy } = choice;
        const change: Change =
            current === undefined
                ? { what: "bounds", subject }
                : policy === undefined
                  ? { what: "unbounds", subject }
                  : { what: "bounds", subject, policy };
        if (arn === current?.arn || !isStillNeeded({ change })) continue;
        const put = permissionTo(target, controlled, primitive, accountNode, {
            permissionsBoundary: choice.arn,
            permissionsBoundaryIsNot: choice.isNot ?? [],
            onRead,
        });
        // What was refused whatever the boundary is refused for the others, too.
        if (put === undefined && !isRead()) return;
        const permission = withMaking(choice, put);
        if (permission === undefined) continue;
        yield { change, permission };
        if (change.policy === undefined) return;
    }
};

const permissionTo = (
    target: Target,
    controlled: ControlledNode,
    { actions, anywhere = [] }: Primitive,
    accountNode: AccountNode,
    chosen: Pick<Request, "permissionsBoundary" | "permissionsBoundaryIsNot" | "onRead"> = {},
): Permission | undefined =>
    permissionForAll(controlled, [
        ...actions.map((action) => ({
            ...requestOn(target, action, controlled),
            ...chosen,
        })),
        ...anywhere.map((action) => requestAnywhere(action, accountNode)),
    ]);
