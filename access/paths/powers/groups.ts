import type { Document } from "../../policy/document";
import type { Actor } from "../actor";
import { askAll } from "../ask";
import { groupsAfter } from "../changes";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOnArn } from "./target";

/** Groups that an actor can add users to. */
export const joinGroup = (actor: Actor, primitive: Primitive, scope: Scope): Iterable<Power> =>
    onGroups("joins", actor, primitive, scope);

/** Groups that an actor can take users from, where that lifts a Deny. */
export const leaveGroup = (actor: Actor, primitive: Primitive, scope: Scope): Iterable<Power> =>
    onGroups("leaves", actor, primitive, scope);

function* onGroups(
    what: "joins" | "leaves",
    actor: Actor,
    primitive: Primitive,
    { wanted }: Scope,
): Iterable<Power> {
    const { home, changes } = actor;
    if (home === undefined) return;
    for (const { arn, policies } of groupsAfter(home.account.groups, changes)) {
        const change: Change = { what, subject: arn };
        const isOfUse = what === "joins" || policies.some(({ document }) => mayDeny(document));
        if (!isOfUse || !wanted({ change })) continue;
        const yes = askAll(actor, [
            ...primitive.actions.map((action) => requestOnArn(arn, action, home, changes)),
            ...(primitive.anywhere ?? []).map((action) => requestAnywhere(action, home)),
        ]);
        if (yes !== undefined) yield { gives: { change }, hop: hopBy(actor, primitive, arn, yes) };
    }
}

/** Whether a document may hold a Deny. */
export const mayDeny = ({ fault, statements }: Document): boolean =>
    fault !== undefined ||
    statements.some(({ effect, fault: inPart }) => effect === "Deny" || inPart !== undefined);
