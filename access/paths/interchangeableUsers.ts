import type { AccessGraph } from "./accessGraph";
import type { Node } from "./nodes";

/**
 * Cache key for users that are interchangeable: same account, same groups, no own policies, and
 * listed in the same trust policies. Their search results can be shared unless a condition was
 * evaluated.
 *
 * @returns `undefined` for a node that is not interchangeable with others
 */
export function interchangeabilityKey(
    node: Node,
    { trust, sharing }: AccessGraph,
): string | undefined {
    if (node.kind !== "principal" || node.principal.kind !== "user") return undefined;
    // A secret's resource policy may name a single user.
    if (sharing.size > 0) return undefined;
    const { accountId, groups, policies, boundary } = node.principal;
    if (policies.length > 0 || boundary !== undefined) return undefined;
    return [accountId, trust.signatureOf(node.arn), ...groups.map(({ arn }) => arn)].join(" ");
}
