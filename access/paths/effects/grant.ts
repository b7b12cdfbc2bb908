import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Request, Permission } from "../permission";
import { groupsAfter } from "../changes";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { subjectOf } from "../nodes";
import type { AccountNode, CreatedNode } from "../nodes";
import { hopBy } from "./hop";
import { choicesWithHelp, saying, withMaking } from "./managedPolicies";
import { requestAnywhere, requestOn, requestOnArn } from "./target";
import { watchKey } from "./watchKey";

/**
 * Users, roles and groups whose permissions a node can extend, by an inline policy or an attached
 * managed policy.
 */
export function* grant(
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> {
    const { effect } = primitive;
    const { users, roles } = scope;
    const { accountNode } = controlled;
    if (effect.does !== "grants" || accountNode === undefined) return;
    const findChanges = effect.by === "inline" ? write : attach;
    for (const holder of holders(effect.target, controlled, accountNode, users, roles)) {
        for (const { change, permission } of findChanges(
            holder,
            controlled,
            primitive,
            accountNode,
            scope,
        )) {
            yield {
                yields: { change },
                ...hopBy(controlled, primitive, holder.arn, permission),
                ...(holder.on === undefined ? {} : { on: holder.on }),
            };
        }
    }
}

type FindChanges = (
    holder: Holder,
    controlled: ControlledNode,
    primitive: Primitive,
    accountNode: AccountNode,
    scope: Scope,
) => Iterable<{ readonly change: Change; readonly permission: Permission }>;

const write: FindChanges = function* (holder, controlled, primitive, accountNode, scope) {
    const change: Change = { what: "grants", subject: holder.subject };
    if (!scope.isStillNeeded({ change })) return;
    const permission = permissionForAll(controlled, requestsOn(holder, primitive, accountNode));
    if (permission !== undefined) yield { change, permission };
};

/** Context key, in lower case. */
const policyKey = "iam:policyarn";

const attach: FindChanges = function* (holder, controlled, primitive, accountNode, scope) {
    const { subject } = holder;
    const everything: Change = { what: "grants", subject };
    // A policy that allows everything covers all others.
    if (scope.isCovered({ change: everything })) return;
    const { onRead, isRead } = watchKey(policyKey);
    const choices = choicesWithHelp(controlled, accountNode, policyKey, onlyPolicy(scope));
    for (const choice of choices) {
        const { policy } = choice;
        const change: Change =
            policy === undefined ? everything : { what: "attaches", subject, policy };
        const isNeeded = scope.isStillNeeded({ change });
        if (policy !== undefined && !isNeeded) continue;
        const used = permissionForAll(
            controlled,
            requestsOn(holder, primitive, accountNode, { ...saying(policyKey, choice), onRead }),
        );
        // What was refused whatever the policy is refused for the others, too.
        if (used === undefined && !isRead()) return;
        const permission = withMaking(choice, used);
        if (permission === undefined) continue;
        if (isNeeded) yield { change, permission };
        if (policy === undefined) return;
    }
};

const onlyPolicy = ({ only }: Scope): string | null | undefined =>
    only === undefined ? undefined : (only.change?.policy?.arn ?? null);

const requestsOn = (
    { requests }: Holder,
    { actions, anywhere = [] }: Primitive,
    accountNode: AccountNode,
    attached?: Partial<Request>,
): readonly Request[] => [
    ...actions.map((action) => ({ ...requests(action), ...attached })),
    ...anywhere.map((action) => requestAnywhere(action, accountNode)),
];

interface Holder {
    readonly arn: string;
    /** As `Change.subject`. */
    readonly subject: string;
    readonly requests: (action: string) => Request;
    readonly on?: CreatedNode;
}

function holders(
    target: "user" | "role" | "group",
    controlled: ControlledNode,
    accountNode: AccountNode,
    users: Scope["users"],
    roles: Scope["roles"],
): readonly Holder[] {
    if (target === "group") {
        return groupsAfter(accountNode.account.groups, controlled.changes).map(({ arn }) => ({
            arn,
            subject: arn,
            requests: (action) => requestOnArn(arn, action, accountNode, controlled.changes),
        }));
    }
    return (target === "user" ? users : roles).map((node) => ({
        arn: node.arn,
        subject: subjectOf(node),
        requests: (action) => requestOn(node, action, controlled),
        ...(node.kind === "created" ? { on: node } : {}),
    }));
}
