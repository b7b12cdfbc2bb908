import type { ControlledNode } from "../controlledNode";
import type { AccountNode, PrincipalNode } from "../nodes";
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
    for (const { role, providers } of trustsIn(accountNode)) {
        const yields = { controls: role };
        if (!isStillNeeded(yields)) continue;
        for (const provider of providers) {
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

/** A role that some provider's tokens may enter, and the providers that its trust policy names. */
interface FederatedTrust {
    readonly role: PrincipalNode;
    readonly providers: readonly string[];
}

/** Each node of an account is asked about, and few of its roles trust a provider. */
const known = new WeakMap<AccountNode, readonly FederatedTrust[]>();

function trustsIn(accountNode: AccountNode): readonly FederatedTrust[] {
    let found = known.get(accountNode);
    if (found === undefined) {
        found = accountNode.roles
            .map((role) => ({ role, providers: providersOf(role) }))
            .filter(({ providers }) => providers.length > 0);
        known.set(accountNode, found);
    }
    return found;
}

const providersOf = ({ principal }: PrincipalNode): readonly string[] =>
    principal.kind !== "role"
        ? []
        : principal.trust.statements
              .filter(({ effect }) => effect !== "Deny")
              .flatMap(({ principals }) => [...(principals?.federated ?? [])]);
