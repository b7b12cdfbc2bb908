import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Yes } from "../ask";
import { boundaryKey } from "../boundaryKey";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { subjectOf } from "../world";
import type { Home } from "../world";
import { hopBy } from "./hop";
import { isUsable, policyChoices, withMaking } from "./managedPolicies";
import type { PolicyChoice } from "./managedPolicies";
import { boundaryOf, requestAnywhere, requestOn } from "./target";
import type { Target } from "./target";

/** Users and roles whose permissions boundary an actor can take away or replace. */
export function* unbound(
    actor: Actor,
    primitive: Primitive,
    { users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect } = primitive;
    const { home } = actor;
    if (effect.does !== "unbounds" || home === undefined) return;
    const ways = effect.by === "delete" ? deleteBoundary : putBoundary;
    for (const target of effect.target === "user" ? users : roles) {
        for (const { change, yes } of ways(target, actor, primitive, home, wanted)) {
            yield {
                gives: { change },
                hop: hopBy(actor, primitive, target.arn, yes),
                ...(target.kind === "created" ? { on: target } : {}),
            };
        }
    }
}

type Ways = (
    target: Target,
    actor: Actor,
    primitive: Primitive,
    home: Home,
    wanted: Scope["wanted"],
) => Iterable<{ readonly change: Change; readonly yes: Yes }>;

const deleteBoundary: Ways = function* (target, actor, primitive, home, wanted) {
    const change: Change = { what: "unbounds", subject: subjectOf(target) };
    if (boundaryOf(target) === undefined || !wanted({ change })) return;
    const yes = asked(target, actor, primitive, home);
    if (yes !== undefined) yield { change, yes };
};

/** One that is put where there was none is of use where requests need one. */
const putBoundary: Ways = function* (target, actor, primitive, home, wanted) {
    const current = boundaryOf(target);
    // What the attacker makes is made with the boundary that is best.
    if (target.kind === "created" && current === undefined) return;
    const subject = subjectOf(target);
    for (const choice of policyChoices(actor, home, boundaryKey)) {
        const { arn, policy } = choice;
        const change: Change =
            current === undefined
                ? { what: "bounds", subject }
                : policy === undefined
                  ? { what: "unbounds", subject }
                  : { what: "bounds", subject, policy };
        if (arn === current?.arn || !isUsable(actor, choice) || !wanted({ change })) continue;
        const yes = withMaking(choice, asked(target, actor, primitive, home, choice));
        if (yes === undefined) continue;
        yield { change, yes };
        if (change.policy === undefined) return;
    }
};

const asked = (
    target: Target,
    actor: Actor,
    { actions, anywhere = [] }: Primitive,
    home: Home,
    choice?: PolicyChoice,
): Yes | undefined =>
    askAll(actor, [
        ...actions.map((action) => ({
            ...requestOn(target, action, actor),
            ...(choice === undefined ? {} : { permissionsBoundary: choice.arn }),
        })),
        ...anywhere.map((action) => requestAnywhere(action, home)),
    ]);
