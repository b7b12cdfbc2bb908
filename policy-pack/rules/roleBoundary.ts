import { isEntryRole } from "../entryRole";
import { oneOf } from "../rule";
import type { Rule } from "../rule";
import { mayNotAdd, teamBoundaryArn, teamOf } from "../teams";
import { show } from "../unknown";

/** Applies to every role, also outside the catalogue's path: a role without the boundary could grant itself anything. */
export const roleHasBoundary: Rule = {
    name: "iam-role-has-boundary",
    description:
        "Every role has this account's permissions boundary, a team's role that of its team, and every entry role that of pipelines.",
    severity: "critical",
    remediationSteps:
        "Set permissionsBoundary to the computed ARN of the account's boundary policy.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    governs: oneOf("aws:iam/role:Role"),
    check: (resource, context) => {
        const { props } = resource;
        const { account, partition, prefix } = context;
        const isEntry = isEntryRole(resource, context);
        const name = isEntry ? "PipelineBoundary" : "PermissionsBoundary";
        const team = isEntry ? undefined : teamOf(props["name"], context);
        const expected =
            team === undefined
                ? `arn:${partition}:iam::${account.id}:policy/${prefix}Policies/${prefix}${name}`
                : teamBoundaryArn(context, team);
        const found = props["permissionsBoundary"];
        if (found === expected) return [];
        const whose =
            team === undefined ? "" : `${mayNotAdd(team, "role", props["name"], context)} `;
        return [`${whose}permissionsBoundary is ${show(found)}; must be ${expected}.`];
    },
};
