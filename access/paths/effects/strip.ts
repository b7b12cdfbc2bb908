import type { Policy } from "../../organization/organization";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Request } from "../permission";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { mayDeny } from "./groups";
import { hopBy } from "./hop";
import { requestAnywhere, requestOn, requestOnArn } from "./target";

/** Policies that a node can remove from a user, role or group, if that lifts a Deny. */
export function* strip(
    controlled: ControlledNode,
    primitive: Primitive,
    { users, roles, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    const { accountNode } = controlled;
    if (effect.does !== "strips" || accountNode === undefined) return;
    const holders: readonly { arn: string; policies: readonly Policy[]; on: OnTarget }[] =
        effect.target === "group"
            ? accountNode.account.groups.map(({ arn, policies }) => ({
                  arn,
                  policies,
                  on: (action) => requestOnArn(arn, action, accountNode, controlled.changes),
              }))
            : (effect.target === "user" ? users : roles).flatMap((node) =>
                  // A created principal has no policies but those that the attacker gave it.
                  node.kind === "created"
                      ? []
                      : [
                            {
                                arn: node.arn,
                                policies: node.principal.policies,
                                on: (action) => requestOn(node, action, controlled),
                            },
                        ],
              );
    for (const { arn, policies, on } of holders) {
        for (const policy of policies) {
            const isOfKind = (policy.arn === undefined) === (effect.what === "inline");
            const change: Change = { what: "strips", subject: arn, policy };
            if (!isOfKind || !mayDeny(policy.document) || !isStillNeeded({ change })) continue;
            const permission = permissionForAll(controlled, [
                ...actions.map((action) => ({
                    ...on(action),
                    ...(policy.arn === undefined ? {} : { policyArn: policy.arn }),
                })),
                ...anywhere.map((action) => requestAnywhere(action, accountNode)),
            ]);
            if (permission !== undefined)
                yield { yields: { change }, ...hopBy(controlled, primitive, arn, permission) };
        }
    }
}

type OnTarget = (action: string) => Request;
