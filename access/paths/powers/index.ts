import type { Actor } from "../actor";
import type { Power, Scope } from "../power";
import type { Effect, Primitive } from "../primitive";
import { primitives } from "../primitives";
import { assume } from "./assume";
import { becomeRoot, becomeTarget } from "./become";
import { createPrincipal } from "./create";
import { federate } from "./federate";
import { joinGroup, leaveGroup } from "./groups";
import { grant } from "./grant";
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
    creates: createPrincipal,
    grants: grant,
    rewrites: rewritePolicy,
    restores: restorePolicy,
    joins: joinGroup,
    leaves: leaveGroup,
    unbounds: unbound,
    strips: strip,
    tags: tag,
};

const takesControl: readonly Effect["does"][] = [
    "becomes",
    "passes",
    "enters",
    "federates",
    "reads",
];
const takes = ({ effect }: Primitive): boolean => takesControl.includes(effect.does);
const taking = new Reckoning(primitives.filter(takes));
const changing = new Reckoning(primitives.filter((primitive) => !takes(primitive)));

/** Whom an actor can become at once. */
export function* controlPowers(actor: Actor, scope: Scope): Iterable<Power> {
    yield* assume(actor, scope);
    yield* byPrimitives(taking, actor, scope);
}

/** What an actor can change, so as to become somebody by it later. */
export const changePowers = (actor: Actor, scope: Scope): Iterable<Power> =>
    byPrimitives(changing, actor, scope);

function* byPrimitives(table: Reckoning, actor: Actor, scope: Scope): Iterable<Power> {
    // An outsider acts nowhere but through the roles it assumes.
    if (actor.home === undefined) return;
    for (const primitive of table.primitivesFor(actor)) {
        yield* ways[primitive.effect.does](actor, primitive, scope);
    }
}
