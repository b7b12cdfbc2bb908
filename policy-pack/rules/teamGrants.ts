import { isAssumePolicy, parseAssumePolicy } from "../assumePolicy";
import { isEntryRole } from "../entryRole";
import { parseDocument } from "../parseDocument";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, StackRule, StackViolation } from "../rule";
import type { Statement } from "../statement";
import { label } from "../statement";
import { mayNotAdd, nameIn, setting, teamBoundaryName, teamOf } from "../teams";
import type { Team } from "../teams";
import { show } from "../unknown";

const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/policy:Policy";
const inlineType = "aws:iam/rolePolicy:RolePolicy";
const groupPolicyType = "aws:iam/groupPolicy:GroupPolicy";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const exclusiveTypes: readonly string[] = [
    "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
];

/** A role that isn't known yet is the one of this stack that the name comes from. */
const nameFrom = (
    resource: ResourceFacts,
    key: "role" | "policyArn",
    resources: readonly ResourceFacts[],
): unknown => {
    const given = resource.props[key];
    if (typeof given === "string") return key === "role" ? given : nameIn(given);
    const [source, ...more] = resource.sources?.[key] ?? [];
    return more.length > 0 ? undefined : resources.find(({ urn }) => urn === source)?.props["name"];
};

/** What a role gets by resources of its own; by its name alone, no single one shows whose it is. */
export const teamGrantsAreOwn: StackRule = {
    name: "iam-team-grants-are-its-own",
    description:
        "A team's role gets managed policies of the team, and of no other; a team's identity assumes roles of the team and those that the team may use.",
    severity: "critical",
    remediationSteps:
        "Write what the role may do in its file below teams/ (docs/self-serve.md); the program makes its policy and attaches it.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
    governs: oneOf(
        roleType,
        policyType,
        inlineType,
        groupPolicyType,
        attachmentType,
        ...exclusiveTypes,
    ),
    judgesInputs: true,
    checkStack: (resources, context) => [
        ...resources.flatMap((resource) => grantFaults(resource, resources, context)),
        ...resources.flatMap((resource) => assumeFaults(resource, resources, context)),
    ],
};

function grantFaults(
    resource: ResourceFacts,
    resources: readonly ResourceFacts[],
    context: Context,
): readonly StackViolation[] {
    const { type, urn } = resource;
    if (type !== inlineType && type !== attachmentType && !exclusiveTypes.includes(type)) return [];
    const role = type.includes("Exclusive")
        ? resource.props["roleName"]
        : nameFrom(resource, "role", resources);
    const team = teamOf(role, context);
    const policy = type === attachmentType ? nameFrom(resource, "policyArn", resources) : undefined;
    if (team === undefined) {
        const owner = teamOf(policy, context);
        return owner === undefined
            ? []
            : [
                  {
                      urn,
                      message: `Team ${show(owner.name)} may not change role ${show(role)}, which isn't the team's: ${show(policy)} is attached to it.`,
                  },
              ];
    }
    const isEntry = resources.some(
        (one) => one.type === roleType && one.props["name"] === role && isEntryRole(one, context),
    );
    // What an entry role gets, another rule limits to assuming roles.
    if (isEntry) return [];
    if (type === attachmentType && isOwn(resource, policy, team, context)) return [];
    const gets =
        type === attachmentType
            ? show(resource.props["policyArn"])
            : type === inlineType
              ? "an inline policy"
              : `${type}, which removes its other policies`;
    return [
        {
            urn,
            message: `${mayNotAdd(team, "role", role, context)} it gets ${gets}; a team's role gets managed policies of the team alone.`,
        },
    ];
}

/** Whether a policy is the team's, and of this account. */
const isOwn = (
    { props }: ResourceFacts,
    policy: unknown,
    team: Team,
    context: Context,
): boolean => {
    const arn = props["policyArn"];
    const start = `arn:${context.partition}:iam::${context.account.id}:policy/${context.prefix}Policies/`;
    return (
        teamOf(policy, context)?.name === team.name &&
        (typeof arn !== "string" || arn === `${start}${String(policy)}`)
    );
};

/** What the policies of a team's identities, or of their groups, let them assume beside the team's roles. */
function assumeFaults(
    resource: ResourceFacts,
    resources: readonly ResourceFacts[],
    context: Context,
): readonly StackViolation[] {
    const identity = assumingIdentity(resource, resources, context);
    const team = teamOf(identity, context);
    if (team === undefined) return [];
    const allowed = team.catalogueRoles.map((role) => `${context.prefix}${role}`);
    return parseAssumePolicy(resource.props["policy"], context)
        .statements.filter(({ effect }) => effect === "Allow")
        .flatMap((statement) =>
            statement.resources
                .filter((arn) => {
                    const name = nameIn(arn);
                    return teamOf(name, context)?.name !== team.name && !allowed.includes(name);
                })
                // What people may do for themselves isn't about a role.
                .filter((arn) => arn.includes(":role/") || arn.includes("*"))
                .map((arn) => ({
                    urn: resource.urn,
                    message: `${mayNotAdd(team, "identity", identity, context)} ${label(statement)} lets it assume ${arn}; must be roles of the team, or ${team.catalogueRoles.join(", ") || "none"} (${setting(team, "catalogueRoles")}).`,
                })),
        );
}

/** Name of the identity that a policy lets assume roles; `undefined`: it is another policy. */
function assumingIdentity(
    resource: ResourceFacts,
    resources: readonly ResourceFacts[],
    context: Context,
): unknown {
    const { type, props } = resource;
    const ofGroup = (name: unknown): unknown => {
        const [, short] =
            typeof name === "string"
                ? (new RegExp(`^${context.prefix}(?:Nonprod|Prod)-(.+?)Group`).exec(name) ?? [])
                : [];
        return short === undefined ? name : `${context.prefix}${short}`;
    };
    if (type === groupPolicyType) return ofGroup(props["group"]);
    if (isAssumePolicy(resource, context)) return ofGroup(props["name"]);
    if (type !== inlineType) return undefined;
    const role = nameFrom(resource, "role", resources);
    const entry = resources.find(
        (one) => one.type === roleType && one.props["name"] === role && isEntryRole(one, context),
    );
    return entry?.props["name"];
}

/** A boundary within ours allows no more than ours: what ours denies, it denies, too. */
export const teamBoundaryIsWithinOurs: StackRule = {
    name: "iam-team-boundary-is-within-ours",
    description: "A team's permissions boundary denies all that the platform's denies.",
    severity: "critical",
    remediationSteps:
        "Let the program write the team's boundary (roles/teams/teamBoundary.ts): the platform's denials, and the team's actions.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    governs: oneOf(policyType),
    judgesInputs: true,
    checkStack: (resources, context) => {
        const { prefix } = context;
        const named = (name: string): ResourceFacts | undefined =>
            resources.find(({ props }) => props["name"] === name);
        const ours = named(`${prefix}PermissionsBoundary`);
        const denials = ours === undefined ? [] : denialsOf(ours);
        return context.teams.flatMap((team) => {
            const name = teamBoundaryName(context, team);
            const its = named(name);
            if (its === undefined) return [];
            if (denials.length === 0) {
                return [
                    {
                        urn: its.urn,
                        message: `${mayNotAdd(team, "boundary", name, context)} the stack has no boundary of the platform, so that nothing shows that it is within it.`,
                    },
                ];
            }
            const known = new Set(denialsOf(its).map(canonical));
            const lacking = denials.filter((denial) => !known.has(canonical(denial)));
            return lacking.length === 0
                ? []
                : [
                      {
                          urn: its.urn,
                          message: `${mayNotAdd(team, "boundary", name, context)} it lacks denials of the platform's, so that it allows more: ${lacking.map(label).join(", ")}.`,
                      },
                  ];
        });
    },
};

const denialsOf = ({ props }: ResourceFacts): readonly Statement[] =>
    parseDocument(props["policy"], "identity").statements.filter(({ effect }) => effect === "Deny");

/** What a statement says, whatever its place, name and order. */
const canonical = ({
    actions,
    notActions,
    resources,
    notResources,
    conditions,
}: Statement): string =>
    JSON.stringify([
        ...[actions, notActions, resources, notResources].map((list) => [...list].sort()),
        conditions.map((one) => JSON.stringify({ ...one, values: [...one.values].sort() })).sort(),
    ]);
