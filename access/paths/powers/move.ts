import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Request } from "../ask";
import { groupsAfter } from "../changes";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { subjectOf } from "../world";
import type { CreatedNode } from "../world";
import { arnsFor } from "./arns";
import { hopBy } from "./hop";
import { requestOn, requestOnArn } from "./target";

/**
 * Users and groups that an actor can give another path or name. It needs the right to both the old one and the new one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_rename.html
 */
export function* move(
    actor: Actor,
    primitive: Primitive,
    { users, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions } = primitive;
    const { home } = actor;
    if (effect.does !== "moves" || home === undefined) return;
    const { partition, id, groups } = home.account;
    const targets: readonly Movable[] =
        effect.target === "user"
            ? users.map((user) => ({
                  arn: user.arn,
                  subject: subjectOf(user),
                  on: (action) => requestOn(user, action, actor),
                  ...(user.kind === "created" ? { created: user } : {}),
              }))
            : groupsAfter(groups, actor.changes).map(({ arn }) => ({
                  arn,
                  subject: arn,
                  on: (action) => requestOnArn(arn, action, home, actor.changes),
              }));
    const [moves = ""] = actions;
    for (const to of arnsFor(actor, moves, `arn:${partition}:iam::${id}:${effect.target}/`)) {
        // Where somebody is already, nobody else can go.
        if (targets.some(({ arn }) => arn === to)) continue;
        for (const { arn, subject, on, created } of targets) {
            const change: Change = { what: "moves", subject, to };
            if (!wanted({ change })) continue;
            const yes = askAll(
                actor,
                actions.flatMap((action) => [
                    { ...on(action), isItsOwn: true },
                    { ...requestOnArn(to, action, home), isItsOwn: true },
                ]),
            );
            if (yes === undefined) continue;
            yield {
                gives: { change },
                hop: hopBy(actor, primitive, arn, yes),
                ...(created === undefined ? {} : { on: created }),
            };
        }
    }
}

interface Movable {
    readonly arn: string;
    /** As changes call it. */
    readonly subject: string;
    readonly on: (action: string) => Request;
    readonly created?: CreatedNode;
}
