import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Yes } from "../ask";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOnArn } from "./target";

/**
 * Roles that trust an identity provider of the account which an actor can make its own: it then signs whatever tokens
 * their conditions ask for.
 */
export function* federate(
    actor: Actor,
    primitive: Primitive,
    { roles, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    if (effect.does !== "federates" || actor.home === undefined) return;
    const { home } = actor;
    const prefix = `arn:${home.account.partition}:iam::${home.account.id}:${effect.target}/`;
    const answers = new Map<string, Yes | undefined>();
    for (const role of roles) {
        const gives = { controls: role };
        if (role.kind === "created" || role.principal.kind !== "role" || !wanted(gives)) continue;
        for (const statement of role.principal.trust.statements) {
            if (statement.effect === "Deny") continue;
            for (const provider of statement.principals?.federated ?? []) {
                if (!provider.startsWith(prefix)) continue;
                if (!answers.has(provider)) {
                    const requests = [
                        ...actions.map((action) => requestOnArn(provider, action, home)),
                        ...anywhere.map((action) => requestAnywhere(action, home)),
                    ];
                    answers.set(provider, askAll(actor, requests));
                }
                const yes = answers.get(provider);
                if (yes !== undefined) yield { gives, hop: hopBy(actor, primitive, role.arn, yes) };
            }
        }
    }
}
