import type { Organization, TrustClass } from "../organization/organization";
import type { AccessGraph } from "../paths/accessGraph";
import type { Node } from "../paths/nodes";
import { openLimits } from "./openLimits";

/**
 * How often principals may be re-evaluated after IAM changes, by trust class of the identity; all identities of a class share
 * the limit. Beyond it, further consequences of such changes are not searched.
 */
export type SearchLimits = Readonly<Record<TrustClass, number>>;

/** Prod identities may reach every role, so their paths that require IAM changes do not affect the verdict: limit 0. */
export const searchLimits: SearchLimits = { nonprod: 5_000, prod: 0 };

/**
 * What is not evaluated, a sentence each.
 *
 * @param controlled nodes that nonprod identities reach
 */
export const limitsOf = (
    organization: Organization,
    graph: AccessGraph,
    controlled: Iterable<Node>,
): readonly string[] => [
    ...new Set([...organization.limits, ...openLimits(organization, graph, controlled)]),
];

/** A sentence on the searches of a trust class that stopped at their limit; empty if there are none. */
export function searchLimitTexts(
    trustClass: TrustClass,
    unfinished: number,
    limit: number,
): readonly string[] {
    if (unfinished === 0) return [];
    const of = `${unfinished} ${trustClass} ${unfinished === 1 ? "identity" : "identities"}`;
    return limit === 0
        ? [
              `What ${of} can do after changing IAM was not searched: a role that is not known to be reached is shown as "?".`,
          ]
        : [
              `Search limit reached (${limit.toLocaleString("en-US")} re-evaluations after IAM changes): ${of} may have further paths.`,
          ];
}
