import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Request } from "../permission";
import { groupsAfter } from "../changes";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { subjectOf } from "../nodes";
import type { CreatedNode } from "../nodes";
import { arnsFor } from "./arns";
import { hopBy } from "./hop";
import { requestOn, requestOnArn } from "./target";

/**
 * Users and groups that a node can rename or move to another path. It needs permission for the old
 * and the new ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_rename.html
 */
export function* move(
    controlled: ControlledNode,
    primitive: Primitive,
    { users, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions } = primitive;
    const { accountNode } = controlled;
    if (effect.does !== "moves" || accountNode === undefined) return;
    const { partition, id, groups } = accountNode.account;
    const targets: readonly Movable[] =
        effect.target === "user"
            ? users.map((user) => ({
                  arn: user.arn,
                  subject: subjectOf(user),
                  on: (action) => requestOn(user, action, controlled),
                  ...(user.kind === "created" ? { created: user } : {}),
              }))
            : groupsAfter(groups, controlled.changes).map(({ arn }) => ({
                  arn,
                  subject: arn,
                  on: (action) => requestOnArn(arn, action, accountNode, controlled.changes),
              }));
    const [moves = ""] = actions;
    for (const to of arnsFor(controlled, moves, `arn:${partition}:iam::${id}:${effect.target}/`)) {
        // An ARN that is taken is not available.
        if (targets.some(({ arn }) => arn === to)) continue;
        for (const { arn, subject, on, created } of targets) {
            const change: Change = { what: "moves", subject, to };
            if (!isStillNeeded({ change })) continue;
            const permission = permissionForAll(
                controlled,
                actions.flatMap((action) => [
                    { ...on(action), isItsOwn: true },
                    { ...requestOnArn(to, action, accountNode), isItsOwn: true },
                ]),
            );
            if (permission === undefined) continue;
            yield {
                yields: { change },
                ...hopBy(controlled, primitive, arn, permission),
                ...(created === undefined ? {} : { on: created }),
            };
        }
    }
}

interface Movable {
    readonly arn: string;
    /** As `Change.subject`. */
    readonly subject: string;
    readonly on: (action: string) => Request;
    readonly created?: CreatedNode;
}
