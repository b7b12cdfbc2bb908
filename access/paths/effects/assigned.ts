import type { ControlledNode } from "../controlledNode";
import type { Scope, Step } from "../step";

/** As reports name it. */
export const assigned = "IdentityCenterAssignment";

/**
 * Roles that IAM Identity Center assigns to a person or group.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
 */
export function* useAssignments(
    { node }: ControlledNode,
    { graph, isStillNeeded }: Scope,
): Iterable<Step> {
    if (node.kind !== "principal" || node.principal.kind !== "role") return;
    for (const { role, by } of node.principal.assignments ?? []) {
        const controls = graph.roleOf.get(role);
        if (controls === undefined || !isStillNeeded({ controls })) continue;
        yield {
            yields: { controls },
            hop: {
                kind: assigned,
                from: node.arn,
                to: role,
                action: "sso:GetRoleCredentials",
                because: [{ document: by, statement: 0 }],
            },
        };
    }
}
