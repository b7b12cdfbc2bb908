import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Permission } from "../permission";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOnArn } from "./target";

/**
 * Roles that trust an identity provider of the account that a node can take over. It can then sign
 * tokens that meet the roles' conditions.
 */
export function* federate(
    controlled: ControlledNode,
    primitive: Primitive,
    { isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    if (effect.does !== "federates" || controlled.accountNode === undefined) return;
    const { accountNode } = controlled;
    const prefix = `arn:${accountNode.account.partition}:iam::${accountNode.account.id}:${effect.target}/`;
    const isMeant = (provider: string): boolean =>
        provider.startsWith(prefix) &&
        (effect.issuer === undefined ||
            new RegExp(`^${effect.issuer}$`).test(provider.slice(prefix.length).toLowerCase()));
    const answers = new Map<string, Permission | undefined>();
    for (const role of accountNode.roles) {
        const yields = { controls: role };
        if (role.principal.kind !== "role" || !isStillNeeded(yields)) continue;
        for (const statement of role.principal.trust.statements) {
            if (statement.effect === "Deny") continue;
            for (const provider of statement.principals?.federated ?? []) {
                if (!isMeant(provider)) continue;
                if (!answers.has(provider)) {
                    const requests = [
                        ...actions.map((action) => requestOnArn(provider, action, accountNode)),
                        ...anywhere.map((action) => requestAnywhere(action, accountNode)),
                    ];
                    answers.set(provider, permissionForAll(controlled, requests));
                }
                const permission = answers.get(provider);
                if (permission !== undefined)
                    yield { yields, ...hopBy(controlled, primitive, role.arn, permission) };
            }
        }
    }
}
