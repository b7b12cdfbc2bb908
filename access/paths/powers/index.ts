import type { Actor } from "../actor";
import type { Power, Scope } from "../power";
import type { Effect, Primitive } from "../primitive";
import { primitives } from "../primitives";
import { assume, assumes } from "./assume";
import { becomeRoot, becomeTarget } from "./become";
import { create } from "./create";
import { federate } from "./federate";
import { joinGroup, leaveGroup } from "./groups";
import { grant } from "./grant";
import { logIn, logsIn } from "./logIn";
import { move } from "./move";
import { enterCompute, passRole } from "./passRole";
import { restorePolicy, rewritePolicy } from "./policies";
import { Reckoning } from "./reckoning";
import { readSecret } from "./secrets";
import { strip } from "./strip";
import { tag } from "./tag";
import { unbound } from "./unbound";

/** What an actor can gain by a primitive. */
export type Way = (actor: Actor, primitive: Primitive, scope: Scope) => Iterable<Power>;

const ways: { readonly [does in Effect["does"]]: Way } = {
    becomes: (actor, primitive, scope) =>
        "target" in primitive.effect && primitive.effect.target === "root"
            ? becomeRoot(actor, primitive, scope)
            : becomeTarget(actor, primitive, scope),
    passes: passRole,
    enters: enterCompute,
    federates: federate,
    reads: readSecret,
    creates: create,
    grants: grant,
    rewrites: rewritePolicy,
    restores: restorePolicy,
    joins: joinGroup,
    leaves: leaveGroup,
    unbounds: unbound,
    strips: strip,
    tags: tag,
    tagsSessions: tag,
    moves: move,
};

const takesControl: readonly Effect["does"][] = ["becomes", "passes", "enters", "federates"];
const takes = ({ effect }: Primitive): boolean => takesControl.includes(effect.does);
const reads = ({ effect }: Primitive): boolean => effect.does === "reads";
const taking = new Reckoning(primitives.filter(takes));
const reading = new Reckoning(primitives.filter(reads));
const changing = new Reckoning(
    primitives.filter((primitive) => !takes(primitive) && !reads(primitive)),
);

/** Whether it takes several requests, which several principals may make. */
const takesSeveral = ({ actions, anywhere = [], effect }: Primitive): boolean =>
    actions.length + anywhere.length + (effect.does === "passes" ? 1 : 0) > 1 ||
    // They may need a policy of the attacker's making.
    effect.does === "creates" ||
    (effect.does === "grants" && effect.by === "attach") ||
    (effect.does === "unbounds" && effect.by === "put");
const several = new Reckoning(primitives.filter(takesSeveral));

/** Whom an actor can become at once. */
export function* controlPowers(actor: Actor, scope: Scope): Iterable<Power> {
    if (isLookedFor(assumes, scope)) yield* assume(actor, scope);
    if (isLookedFor(logsIn, scope)) yield* logIn(actor, scope);
    yield* byPrimitives(taking.primitivesFor(actor), actor, scope);
    // A secret's own policy may let somebody read it whom no other policy does.
    const { sharing } = scope.world;
    const isInvited = actor.home === undefined ? sharing.size > 0 : sharing.has(actor.home);
    yield* byPrimitives(isInvited ? reading.all : reading.primitivesFor(actor), actor, scope);
}

/** What an actor can change, so as to become somebody by it later. */
export const changePowers = (actor: Actor, scope: Scope): Iterable<Power> =>
    byPrimitives(changing.primitivesFor(actor), actor, scope);

/** What an actor can gain with the help of others. */
export const commonPowers = (actor: Actor, scope: Scope): Iterable<Power> =>
    actor.helpers === undefined || actor.helpers.length === 0
        ? []
        : byPrimitives(several.primitivesFor(actor), actor, scope);

const isLookedFor = (kind: string, scope: Scope): boolean =>
    scope.kind === undefined || scope.kind === kind;

function* byPrimitives(table: readonly Primitive[], actor: Actor, scope: Scope): Iterable<Power> {
    for (const primitive of table) {
        // An outsider acts nowhere but through the roles it assumes, and what is open to everybody.
        if (actor.home === undefined && !reads(primitive)) continue;
        if (!isLookedFor(primitive.id, scope)) continue;
        yield* ways[primitive.effect.does](actor, primitive, scope);
    }
}
