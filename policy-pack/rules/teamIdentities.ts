import { entryClass, isEntryRole, issuerAddress, trustAllows } from "../entryRole";
import { demanded, readSubject, subjectOperators } from "../pipelineSubject";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { mayNotAdd, mustBeOneOf, setting, teamOf } from "../teams";
import type { Team } from "../teams";
import { show } from "../unknown";

const roleType = "aws:iam/role:Role";
const userType = "aws:iam/user:User";
const membershipTypes: readonly string[] = [
    "aws:iam/groupMembership:GroupMembership",
    "aws:iam/userGroupMembership:UserGroupMembership",
];

/** Whose an identity is, its name says. */
export const teamIdentityIsInScope: Rule = {
    name: "iam-team-identity-is-in-scope",
    description:
        "A team's identity is a pipeline of the team's repositories, or a service account where it may have keys, and of no higher class than the team.",
    severity: "critical",
    remediationSteps:
        "Ask within the team's scope (docs/self-serve.md), or ask the platform team to change the scope: teams in Pulumi.yaml.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    governs: oneOf(roleType, userType, ...membershipTypes),
    check: (resource, context) => {
        if (membershipTypes.includes(resource.type)) return groupFaults(resource, context);
        if (resource.type === roleType && !isEntryRole(resource, context)) return [];
        const { name } = resource.props;
        const team = teamOf(name, context);
        if (team === undefined) return [];
        const [noun, faults] =
            resource.type === userType
                ? (["user", userFaults(resource, team, context)] as const)
                : (["pipeline", pipelineFaults(resource, team, context)] as const);
        return faults.map((reason) => `${mayNotAdd(team, noun, name, context)} ${reason}`);
    },
};

const classFault = (team: Team): string =>
    `it is of class prod; must be nonprod, as the team's (${setting(team, "trustClass")}).`;

function userFaults({ props }: ResourceFacts, team: Team, { prefix }: Context): readonly string[] {
    const path = String(props["path"]);
    return [
        ...(path.startsWith(`/${prefix}People/`)
            ? ["it is a person; people are the platform's to add."]
            : team.serviceAccounts
              ? []
              : [
                    `it would have static access keys, which the team may not have (${setting(team, "serviceAccounts")}); add a pipeline.`,
                ]),
        ...(team.trustClass === "nonprod" && path.endsWith("/prod/") ? [classFault(team)] : []),
    ];
}

function pipelineFaults(resource: ResourceFacts, team: Team, context: Context): readonly string[] {
    const origins = trustAllows(resource).flatMap((statement) =>
        statement.principals.flatMap(({ type, value }) => {
            const address = type === "Federated" ? issuerAddress(value, context) : undefined;
            if (address === undefined) return [];
            return demanded(statement, `${address}:sub`, subjectOperators).map((subject) => ({
                address,
                // What isn't whole is another rule's fault, and no repository of the team's.
                origin: readSubject(address, subject, statement)?.origin ?? subject,
            }));
        }),
    );
    const foreign = origins.filter(
        ({ address, origin }) => !knownTo(team, address).includes(origin),
    );
    return [
        ...(team.trustClass === "nonprod" && entryClass(resource, context) !== "nonprod"
            ? [classFault(team)]
            : []),
        ...new Set(
            foreign.map(
                ({ address, origin }) =>
                    `it runs in ${show(origin)} at ${address}; ${mustBeOneOf(knownTo(team, address))} (${setting(team, "pipelines")}).`,
            ),
        ),
    ];
}

/** A team's repositories at an issuer. @param address in lower case */
const knownTo = ({ pipelines }: Team, address: string): readonly string[] =>
    Object.entries(pipelines).flatMap(([own, origins]) =>
        own.toLowerCase() === address ? origins : [],
    );

/** A user of a team is in a group of its own, whose policy names what it may assume. */
function groupFaults({ props }: ResourceFacts, context: Context): readonly string[] {
    const { prefix } = context;
    const users = [props["users"] ?? props["user"]].flat();
    const groups = [props["groups"] ?? props["group"]].flat();
    return users.flatMap((user) => {
        const team = teamOf(user, context);
        if (team === undefined || typeof user !== "string") return [];
        const own = new RegExp(
            `^${prefix}(?:Nonprod|Prod)-${user.slice(prefix.length).replace(/[+.]/g, "\\$&")}Group\\d*$`,
        );
        return groups
            .filter((group) => typeof group !== "string" || !own.test(group))
            .map(
                (group) =>
                    `${mayNotAdd(team, "user", user, context)} it is in group ${show(group)}, which has other members; must be in one of its own.`,
            );
    });
}
