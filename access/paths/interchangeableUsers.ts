import type { AccessGraph } from "./accessGraph";
import type { Node } from "./nodes";

/**
 * What users have in common whose policies are the same groups', and whom every trust policy names alike. As long as no
 * condition is looked at, they can do the same, so that a hundred of them cost little more than one.
 *
 * @returns `undefined` for whoever has something of its own
 */
export function interchangeabilityKey(
    node: Node,
    { trust, sharing }: AccessGraph,
): string | undefined {
    if (node.kind !== "principal" || node.principal.kind !== "user") return undefined;
    // A secret's policy may name one of them.
    if (sharing.size > 0) return undefined;
    const { accountId, groups, policies, boundary } = node.principal;
    if (policies.length > 0 || boundary !== undefined) return undefined;
    return [accountId, trust.signatureOf(node.arn), ...groups.map(({ arn }) => arn)].join(" ");
}
