import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Request, Yes } from "../ask";
import { groupsAfter } from "../changes";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { subjectOf } from "../world";
import type { CreatedNode, Home } from "../world";
import { hopBy } from "./hop";
import { isUsable, policyChoices, saying, withMaking } from "./managedPolicies";
import { requestAnywhere, requestOn, requestOnArn } from "./target";

/** Users, roles and groups that an actor can give permissions to: of its own writing, or managed policies that are there. */
export function* grant(
    actor: Actor,
    primitive: Primitive,
    { users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect } = primitive;
    const { home } = actor;
    if (effect.does !== "grants" || home === undefined) return;
    const ways = effect.by === "inline" ? write : attach;
    for (const holder of holders(effect.target, actor, home, users, roles)) {
        for (const { change, yes } of ways(holder, actor, primitive, home, wanted)) {
            yield {
                gives: { change },
                hop: hopBy(actor, primitive, holder.arn, yes),
                ...(holder.on === undefined ? {} : { on: holder.on }),
            };
        }
    }
}

type Ways = (
    holder: Holder,
    actor: Actor,
    primitive: Primitive,
    home: Home,
    wanted: Scope["wanted"],
) => Iterable<{ readonly change: Change; readonly yes: Yes }>;

const write: Ways = function* (holder, actor, primitive, home, wanted) {
    const change: Change = { what: "grants", subject: holder.subject };
    if (!wanted({ change })) return;
    const yes = askAll(actor, requestsOn(holder, primitive, home));
    if (yes !== undefined) yield { change, yes };
};

/** Context key, in lower case. */
const policyKey = "iam:policyarn";

const attach: Ways = function* (holder, actor, primitive, home, wanted) {
    const { subject } = holder;
    const choices = policyChoices(actor, home, policyKey)
        .filter((choice) => isUsable(actor, choice))
        .map((choice) => {
            const { policy } = choice;
            const change: Change =
                policy === undefined
                    ? { what: "grants", subject }
                    : { what: "attaches", subject, policy };
            return { choice, change, isWanted: wanted({ change }) };
        });
    if (!choices.some(({ isWanted }) => isWanted)) return;
    for (const { choice, change, isWanted } of choices) {
        const { arn, policy } = choice;
        if (policy !== undefined && !isWanted) continue;
        const used = askAll(actor, requestsOn(holder, primitive, home, saying(policyKey, arn)));
        const yes = withMaking(choice, used);
        if (yes === undefined) continue;
        if (isWanted) yield { change, yes };
        // Who can give everything needs no other.
        if (policy === undefined) return;
    }
};

const requestsOn = (
    { requests }: Holder,
    { actions, anywhere = [] }: Primitive,
    home: Home,
    attached?: Partial<Request>,
): readonly Request[] => [
    ...actions.map((action) => ({ ...requests(action), ...attached })),
    ...anywhere.map((action) => requestAnywhere(action, home)),
];

interface Holder {
    readonly arn: string;
    /** As changes call it. */
    readonly subject: string;
    readonly requests: (action: string) => Request;
    readonly on?: CreatedNode;
}

function holders(
    target: "user" | "role" | "group",
    actor: Actor,
    home: Home,
    users: Scope["users"],
    roles: Scope["roles"],
): readonly Holder[] {
    if (target === "group") {
        return groupsAfter(home.account.groups, actor.changes).map(({ arn }) => ({
            arn,
            subject: arn,
            requests: (action) => requestOnArn(arn, action, home, actor.changes),
        }));
    }
    return (target === "user" ? users : roles).map((node) => ({
        arn: node.arn,
        subject: subjectOf(node),
        requests: (action) => requestOn(node, action, actor),
        ...(node.kind === "created" ? { on: node } : {}),
    }));
}
