import type { Policy } from "../../organization/organization";
import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Request } from "../ask";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { mayDeny } from "./groups";
import { hopBy } from "./hop";
import { requestAnywhere, requestOn, requestOnArn } from "./target";

/** Policies that an actor can take from a user, role or group, where that lifts a Deny. */
export function* strip(
    actor: Actor,
    primitive: Primitive,
    { users, roles, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    const { home } = actor;
    if (effect.does !== "strips" || home === undefined) return;
    const holders: readonly { arn: string; policies: readonly Policy[]; on: OnTarget }[] =
        effect.target === "group"
            ? home.account.groups.map(({ arn, policies }) => ({
                  arn,
                  policies,
                  on: (action) => requestOnArn(arn, action, home, actor.changes),
              }))
            : (effect.target === "user" ? users : roles).flatMap((node) =>
                  // What the attacker made holds nothing that it didn't give.
                  node.kind === "created"
                      ? []
                      : [
                            {
                                arn: node.arn,
                                policies: node.principal.policies,
                                on: (action) => requestOn(node, action, actor),
                            },
                        ],
              );
    for (const { arn, policies, on } of holders) {
        for (const policy of policies) {
            const isOfKind = (policy.arn === undefined) === (effect.what === "inline");
            const change: Change = { what: "strips", subject: arn, policy };
            if (!isOfKind || !mayDeny(policy.document) || !wanted({ change })) continue;
            const yes = askAll(actor, [
                ...actions.map((action) => ({
                    ...on(action),
                    ...(policy.arn === undefined ? {} : { policyArn: policy.arn }),
                })),
                ...anywhere.map((action) => requestAnywhere(action, home)),
            ]);
            if (yes !== undefined)
                yield { gives: { change }, hop: hopBy(actor, primitive, arn, yes) };
        }
    }
}

type OnTarget = (action: string) => Request;
