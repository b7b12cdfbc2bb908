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

/** How long searches may take. */
export interface TimeLimit {
    /** As it was asked for. */
    readonly seconds: number;
    /** Whether they are to stop. */
    readonly isUp: () => boolean;
}

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

/**
 * What was searched before the time was up, and what was not; empty if everything was.
 *
 * @param identities trust class of each identity
 * @param outOfTime trust class of each whose search was stopped, or not begun
 */
export function timeLimitTexts(
    seconds: number,
    identities: readonly TrustClass[],
    outOfTime: readonly TrustClass[],
): readonly string[] {
    if (outOfTime.length === 0) return [];
    const searched = (["nonprod", "prod"] as const).flatMap((trustClass) => {
        const all = identities.filter((one) => one === trustClass).length;
        const left = outOfTime.filter((one) => one === trustClass).length;
        return all === 0 ? [] : [`${all - left} of ${all} ${trustClass} identities`];
    });
    return [
        `Time limit reached (${seconds} s): ${searched.join(" and ")} were searched; the others may have further paths.`,
    ];
}
