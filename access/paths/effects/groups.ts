import type { Document } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import { groupsAfter } from "../changes";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOnArn } from "./target";

/** Groups that a node can add users to. */
export const joinGroup = (
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> => onGroups("joins", controlled, primitive, scope);

/** Groups that a node can remove users from, if that lifts a Deny. */
export const leaveGroup = (
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> => onGroups("leaves", controlled, primitive, scope);

function* onGroups(
    what: "joins" | "leaves",
    controlled: ControlledNode,
    primitive: Primitive,
    { isStillNeeded }: Scope,
): Iterable<Step> {
    const { accountNode, changes } = controlled;
    if (accountNode === undefined) return;
    for (const { arn, policies } of groupsAfter(accountNode.account.groups, changes)) {
        const change: Change = { what, subject: arn };
        const isOfUse = what === "joins" || policies.some(({ document }) => mayDeny(document));
        if (!isOfUse || !isStillNeeded({ change })) continue;
        const permission = permissionForAll(controlled, [
            ...primitive.actions.map((action) => requestOnArn(arn, action, accountNode, changes)),
            ...(primitive.anywhere ?? []).map((action) => requestAnywhere(action, accountNode)),
        ]);
        if (permission !== undefined)
            yield { yields: { change }, ...hopBy(controlled, primitive, arn, permission) };
    }
}

/** Whether a document may contain a Deny statement. */
export const mayDeny = ({ fault, statements }: Document): boolean =>
    fault !== undefined ||
    statements.some(({ effect, fault: inPart }) => effect === "Deny" || inPart !== undefined);
