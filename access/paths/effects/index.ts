import type { ControlledNode } from "../controlledNode";
import type { Step, Scope } from "../step";
import type { Effect, Primitive } from "../primitive";
import { primitives } from "../primitives";
import { assigned, useAssignments } from "./assigned";
import { assume, assumes } from "./assume";
import { becomeRoot, becomeTarget } from "./become";
import { create } from "./create";
import { federate } from "./federate";
import { joinGroup, leaveGroup } from "./groups";
import { grant } from "./grant";
import { asserts, logIn, logInAsItself, logsIn } from "./logIn";
import { move } from "./move";
import { notReviewed, useNotReviewed } from "./notReviewed";
import { enterCompute, instances, passRole } from "./passRole";
import { restorePolicy, rewritePolicy } from "./policies";
import { PrimitivePrefilter } from "./primitivePrefilter";
import { readSecret } from "./secrets";
import { strip } from "./strip";
import { tag } from "./tag";
import { unbound } from "./unbound";

/** Finds the steps that a node can take by a primitive. */
export type ApplyEffect = (
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
) => Iterable<Step>;

const effects: { readonly [does in Effect["does"]]: ApplyEffect } = {
    becomes: (controlled, primitive, scope) =>
        "target" in primitive.effect && primitive.effect.target === "root"
            ? becomeRoot(controlled, primitive, scope)
            : becomeTarget(controlled, primitive, scope),
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
const taking = new PrimitivePrefilter(primitives.filter(takes));
const reading = new PrimitivePrefilter(primitives.filter(reads));
const changing = new PrimitivePrefilter(
    primitives.filter((primitive) => !takes(primitive) && !reads(primitive)),
);

/** Whether the primitive needs several requests, which several principals can share: one that passes a role makes two itself. */
const takesSeveral = ({ actions, anywhere = [], effect }: Primitive): boolean =>
    actions.length + anywhere.length > 1 ||
    (effect.does === "passes" && effect.service === instances) ||
    // These may need a policy that another principal creates.
    effect.does === "creates" ||
    (effect.does === "grants" && effect.by === "attach") ||
    (effect.does === "unbounds" && effect.by === "put");
const several = new PrimitivePrefilter(primitives.filter(takesSeveral));
/**
 * Those of which a node must make a part itself and another one may make the rest. All others are found when either node is
 * evaluated.
 */
const byHelpers = new PrimitivePrefilter(
    several.all.filter(({ effect, actions, anywhere = [] }) =>
        effect.does === "passes"
            ? actions.length + anywhere.length > 1 || effect.service === instances
            : effect.does === "creates" || effect.does === "grants" || effect.does === "unbounds",
    ),
);
/** Whether it only prepares the control of a node. */
const isChange = (primitive: Primitive): boolean =>
    !takes(primitive) && !reads(primitive) && primitive.effect.does !== "creates";

/** Steps by which a node takes control of other nodes. */
export function* controlSteps(controlled: ControlledNode, scope: Scope): Iterable<Step> {
    if (isLookedFor(assumes, scope)) yield* assume(controlled, scope);
    if (isLookedFor(assigned, scope)) yield* useAssignments(controlled, scope);
    if (isLookedFor(logsIn, scope) || isLookedFor(asserts, scope)) {
        yield* logIn(controlled, scope);
        yield* logInAsItself(controlled, scope);
    }
    const table = chosen(taking, controlled, scope);
    // Each of them looks at all that can be taken; most nodes may use none.
    if (table.length > 0) yield* byPrimitives(table, controlled, stillNeeded(scope));
    // A secret's resource policy may admit principals that no identity policy allows.
    const { sharing } = scope.graph;
    const isInvited =
        controlled.accountNode === undefined
            ? sharing.size > 0
            : sharing.has(controlled.accountNode);
    yield* byPrimitives(
        isInvited ? reading.all : chosen(reading, controlled, scope),
        controlled,
        scope,
    );
    if (isLookedFor(notReviewed, scope)) yield* useNotReviewed(controlled, scope);
}

/** The scope without principals that are under control already. */
function stillNeeded(scope: Scope): Scope {
    const isNeeded = (node: Scope["users"][number]): boolean =>
        scope.isStillNeeded({ controls: node });
    return {
        ...scope,
        users: scope.users.filter(isNeeded),
        roles: scope.roles.filter(isNeeded),
    };
}

/** Steps by which a node changes the organization. */
export const changeSteps = (controlled: ControlledNode, scope: Scope): Iterable<Step> =>
    scope.isWithoutChanges === true
        ? []
        : byPrimitives(chosen(changing, controlled, scope), controlled, scope);

/** Steps that a node can take with the help of others. */
export const jointSteps = (controlled: ControlledNode, scope: Scope): Iterable<Step> =>
    controlled.helpers === undefined || controlled.helpers.length === 0
        ? []
        : byPrimitives(
              chosen(jointTable(scope), controlled, scope).filter(
                  (primitive) => scope.isWithoutChanges !== true || !isChange(primitive),
              ),
              controlled,
              scope,
          );

/** Whether a node may do a part of what takes several requests. */
export const mayHelp = (controlled: ControlledNode): boolean => several.hasActionFor(controlled);

const jointTable = ({ joint }: Scope): PrimitivePrefilter =>
    joint === "by helpers" ? byHelpers : several;

/** The primitives that a node may use; of one kind, if only that is looked for. */
const chosen = (
    table: PrimitivePrefilter,
    controlled: ControlledNode,
    { kind }: Scope,
): readonly Primitive[] =>
    kind === undefined ? table.primitivesFor(controlled) : table.ofKind(kind);

const isLookedFor = (kind: string, scope: Scope): boolean =>
    scope.kind === undefined || scope.kind === kind;

function* byPrimitives(
    table: readonly Primitive[],
    controlled: ControlledNode,
    scope: Scope,
): Iterable<Step> {
    for (const primitive of table) {
        // An outsider can act only through roles that it assumes, and on secrets that are open to
        // it.
        if (controlled.accountNode === undefined && !reads(primitive)) continue;
        if (!isLookedFor(primitive.id, scope)) continue;
        yield* effects[primitive.effect.does](controlled, primitive, scope);
    }
}
