// Teams in the pack's own words, deliberately apart from roles/teams/: a fault in one definition is found by the other. What a team may
// add comes from Pulumi.yaml alone.
import { describeAccount } from "./environmentBoundary";
import { isWithin } from "./glob";
import type { Context } from "./rule";
import { label } from "./statement";
import type { Statement } from "./statement";
import { show } from "./unknown";

export type Team = Context["teams"][number];

type Names = Pick<Context, "prefix" | "teams">;

/** The team that an IAM name belongs to. IAM's names are not case-sensitive; one that isn't known is no team's. */
export function teamOf(name: unknown, { prefix, teams }: Names): Team | undefined {
    if (typeof name !== "string") return undefined;
    const plain = name.toLowerCase();
    return teams.find(({ namePrefix }) => plain.startsWith(`${prefix}${namePrefix}`.toLowerCase()));
}

/** The name in an ARN. */
export const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** How a message about something of a team begins. @param noun e.g. `role` */
export const mayNotAdd = (
    { name }: Team,
    noun: string,
    what: unknown,
    { account }: Pick<Context, "account">,
): string =>
    `Team ${show(name)} may not add ${noun} ${show(what)} in account ${describeAccount(account)}:`;

/** Where the bound of a team is written. */
export const setting = ({ name }: Team, key: keyof Team): string =>
    `teams.${name}.${key} in Pulumi.yaml`;

/** Whether a team may add anything in the stack's account. */
export const isInScope = ({ accounts }: Team, { account }: Pick<Context, "account">): boolean =>
    accounts.some((name) => name === account.name || name === account.sharedWith);

/** The bound of something that a team may have, as a message says it. */
export const mustBeOneOf = (list: readonly string[]): string =>
    list.length === 0 ? "the team may have none" : `must be one of ${list.join(", ")}`;

export const accountFault = (team: Team): string =>
    `its accounts are ${team.accounts.join(", ")} (${setting(team, "accounts")}).`;

/** Name of the permissions boundary of a team's roles. */
export const teamBoundaryName = ({ prefix }: Names, { namePrefix }: Team): string =>
    `${prefix}${namePrefix}PermissionsBoundary`;

export const teamBoundaryArn = (context: Context, team: Team): string =>
    `arn:${context.partition}:iam::${context.account.id}:policy/${context.prefix}Policies/boundaries/${teamBoundaryName(context, team)}`;

/** What the Allow statements of a team's policy allow beyond its boundary, as ends of a sentence. */
export function beyondScope(
    statements: readonly Statement[],
    team: Team,
    { partition, account, prefix }: Context,
): readonly string[] {
    const own = `arn:${partition}:iam::${account.id}:role/${prefix}Roles/${prefix}${team.namePrefix}`;
    return statements
        .filter(({ effect }) => effect === "Allow")
        .flatMap((statement) => {
            const { actions, notActions, resources, notResources } = statement;
            const passes = actions.filter((action) => action.toLowerCase() === "iam:passrole");
            const foreign = [...resources.filter((arn) => !arn.startsWith(own)), ...notResources];
            return [
                ...notActions.map(
                    (action) =>
                        `${label(statement)} allows every action except ${action}; list actions instead.`,
                ),
                ...actions
                    .filter((action) => !passes.includes(action))
                    .filter(
                        (action) =>
                            !team.boundary.some((bound) =>
                                isWithin(action.toLowerCase(), bound.toLowerCase()),
                            ),
                    )
                    .map(
                        (action) =>
                            `${label(statement)} allows ${action}; must be within ${team.boundary.join(", ") || "nothing"} (${setting(team, "boundary")}).`,
                    ),
                ...(passes.length === 0
                    ? []
                    : foreign.map(
                          (arn) =>
                              `${label(statement)} allows iam:PassRole on ${arn}; must be roles of the team, ${own}*.`,
                      )),
            ];
        });
}
