import { isEntryRole, trustAllows } from "../entryRole";
import { isAssumePolicy } from "../assumePolicy";
import { parseDocument } from "../parseDocument";
import { judgePrincipal } from "../principal";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { label } from "../statement";
import {
    accountFault,
    beyondScope,
    isInScope,
    mayNotAdd,
    mustBeOneOf,
    nameIn,
    setting,
    teamBoundaryName,
    teamOf,
} from "../teams";
import type { Team } from "../teams";
import { show, unknown } from "../unknown";

const docs = "docs/self-serve.md";
const remediationSteps = `Ask within the team's scope (${docs}), or ask the platform team to change the scope: teams in Pulumi.yaml.`;

/** Whose a role is, its name says. What rules on every role ask of it, they ask of a team's role, too. */
export const teamRoleIsInScope: Rule = {
    name: "iam-team-role-is-in-scope",
    description:
        "A team's role is in an account of the team, on the catalogue's path, for identities of the team; a role of the platform trusts a team's identity only if the team may use it.",
    severity: "critical",
    remediationSteps,
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate",
    governs: oneOf("aws:iam/role:Role"),
    check: (resource, context) => {
        if (isEntryRole(resource, context)) return [];
        const team = teamOf(resource.props["name"], context);
        return team === undefined
            ? borrowed(resource, context)
            : [...roleFaults(resource, team, context), ...trustFaults(resource, team, context)].map(
                  (reason) =>
                      `${mayNotAdd(team, "role", resource.props["name"], context)} ${reason}`,
              );
    },
};

function roleFaults({ props }: ResourceFacts, team: Team, context: Context): readonly string[] {
    const { prefix } = context;
    const { path = "/", maxSessionDuration: longest } = props;
    return [
        ...(isInScope(team, context) ? [] : [accountFault(team)]),
        ...(team.boundary.length > 0
            ? []
            : [`it may add no role (${setting(team, "boundary")} is empty).`]),
        ...(path === `/${prefix}Roles/`
            ? []
            : [`path is ${show(path)}; must be "/${prefix}Roles/".`]),
        ...(longest === undefined ||
        (typeof longest === "number" && longest <= team.maxSessionDuration)
            ? []
            : [
                  `maxSessionDuration is ${show(longest)}; must be at most ${team.maxSessionDuration} (seconds; ${setting(team, "maxSessionDuration")}).`,
              ]),
        ...["inlinePolicies", "managedPolicyArns"]
            .filter((key) => {
                const list = props[key];
                return list !== undefined && !(Array.isArray(list) && list.length === 0);
            })
            .map(
                (key) =>
                    `${key} is ${show(props[key])}; a team's role has managed policies of the team alone, each attached by a resource.`,
            ),
    ];
}

/** Identities and services that a role trusts, of those that any role may trust. */
const trustedBy = (resource: ResourceFacts, context: Context) =>
    trustAllows(resource).flatMap((statement) =>
        statement.principals.flatMap((named) => {
            const { kind } = judgePrincipal(named, context);
            return kind === "refused" ? [] : [{ statement, kind, value: named.value }];
        }),
    );

const trustFaults = (resource: ResourceFacts, team: Team, context: Context): readonly string[] =>
    trustedBy(resource, context).flatMap(({ statement, kind, value }) => {
        const at = `trust policy ${label(statement)} trusts`;
        if (kind === "service") {
            return team.services.includes(value)
                ? []
                : [
                      `${at} the service ${value}; ${mustBeOneOf(team.services)} (${setting(team, "services")}).`,
                  ];
        }
        const owner = teamOf(nameIn(value), context);
        if (owner?.name === team.name) return [];
        const whose = owner === undefined ? "the platform" : `team ${show(owner.name)}`;
        return [`${at} ${value} of ${whose}; a team's role trusts identities of the team.`];
    });

/** A role of the platform that lets in an identity of a team which may not use it. */
function borrowed(resource: ResourceFacts, context: Context): readonly string[] {
    const { name } = resource.props;
    return trustedBy(resource, context).flatMap(({ statement, kind, value }) => {
        const team = kind === "service" ? undefined : teamOf(nameIn(value), context);
        if (team === undefined) return [];
        const isAllowed =
            typeof name === "string" &&
            team.catalogueRoles.some((role) => name === `${context.prefix}${role}`);
        return isAllowed
            ? []
            : [
                  `Team ${show(team.name)} may not use role ${show(name)}, which isn't the team's: trust policy ${label(statement)} trusts ${value}; of other roles it may use ${team.catalogueRoles.join(", ") || "none"} (${setting(team, "catalogueRoles")}).`,
              ];
    });
}

/** What a team's policies allow is within its boundary as they are written, so that a role does what its policy says. */
export const teamPolicyIsInScope: Rule = {
    name: "iam-team-policy-is-in-scope",
    description:
        "A team's managed policy and permissions boundary allow the team's actions alone, and to pass its own roles; nothing else is on the path of teams' boundaries.",
    severity: "critical",
    remediationSteps,
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    governs: oneOf("aws:iam/policy:Policy"),
    check: (resource, context) => {
        const { name, path = "/" } = resource.props;
        const { prefix } = context;
        const team = teamOf(name, context);
        const isBoundary = mayBeBoundary(resource, context);
        if (team === undefined) {
            return isBoundary
                ? [
                      `Policy ${show(path)} ${show(name)} could be given to roles as a boundary, and is no team's; teams in Pulumi.yaml are ${context.teams.map((one) => one.name).join(", ") || "none"}.`,
                  ]
                : [];
        }
        // What its identities assume is another rule's.
        if (isAssumePolicy(resource, context) && path !== "/") return [];
        const expected = isBoundary ? `/${prefix}Policies/boundaries/` : `/${prefix}Policies/`;
        const { statements } = parseDocument(resource.props["policy"], "identity");
        return [
            ...(isInScope(team, context) ? [] : [accountFault(team)]),
            ...(path === expected ? [] : [`path is ${show(path)}; must be ${show(expected)}.`]),
            ...(isBoundary && name !== teamBoundaryName(context, team)
                ? [
                      `the boundary of the team is ${show(teamBoundaryName(context, team))}, and it has no other.`,
                  ]
                : []),
            ...beyondScope(statements, team, context),
        ].map((reason) => `${mayNotAdd(team, "policy", name, context)} ${reason}`);
    },
};

/** Whether the role of this project could give a policy to a role as its boundary, and it isn't the platform's. */
function mayBeBoundary({ props }: ResourceFacts, { prefix }: Context): boolean {
    const { name, path = "/" } = props;
    if (typeof path !== "string" || !path.startsWith(`/${prefix}Policies/`)) return false;
    const isOurs = path === `/${prefix}Policies/` && name === `${prefix}PermissionsBoundary`;
    const isNamedSo =
        name === unknown || (typeof name === "string" && name.endsWith("PermissionsBoundary"));
    return !isOurs && (isNamedSo || path.startsWith(`/${prefix}Policies/boundaries/`));
}
