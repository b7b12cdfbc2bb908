import { isObject } from "../../platform/isObject";
import { quote } from "../../platform/quote";
import type { Team } from "../../platform/teams";

/**
 * What the statements of a team's role allow beyond the team's boundary. They are as they were written: what isn't text is another
 * check's fault.
 */
export function permissionFaults(
    statements: readonly unknown[],
    team: Pick<Team, "name" | "boundary" | "namePrefix">,
    refuse: (reason: string) => void,
): void {
    for (const [index, statement] of statements.entries()) {
        if (!isObject(statement) || statement["Effect"] === "Deny") continue;
        const { Action, NotAction, Resource } = statement;
        const at = `permissions[${index}]${typeof statement["Sid"] === "string" ? ` (${statement["Sid"]})` : ""}`;
        if (NotAction !== undefined) {
            refuse(`${at} has NotAction, which allows all other actions; list actions instead`);
        }
        for (const action of texts(Action)) {
            if (action.toLowerCase() === "iam:passrole") {
                passRoleFaults(at, Resource, team, refuse);
            } else if (!team.boundary.some((bound) => covers(bound, action))) {
                refuse(
                    `${at} allows ${action}; must be within ${team.boundary.join(", ")} (teams.${team.name}.boundary in Pulumi.yaml)`,
                );
            }
        }
    }
}

function passRoleFaults(
    at: string,
    resources: unknown,
    { namePrefix }: Pick<Team, "namePrefix">,
    refuse: (reason: string) => void,
): void {
    const own = `arn:{partition}:iam::{accountId}:role/{prefix}Roles/{prefix}${namePrefix}`;
    const given = texts(resources);
    for (const resource of given.length === 0 ? ["NotResource"] : given) {
        if (!resource.startsWith(own)) {
            refuse(
                `${at} allows iam:PassRole on ${quote(resource)}; must be roles of the team alone, ${own}*`,
            );
        }
    }
}

/**
 * Whether every action that one pattern matches is matched by the other, too. Case doesn't count.
 *
 * @param bound e.g. `s3:*`
 * @param action may have wildcards itself: those are covered by `*` alone, never by `?`
 */
export function covers(bound: string, action: string): boolean {
    const pattern = bound
        .split(/([*?])/)
        .map((part) => (part === "*" ? ".*" : part === "?" ? "[^*]" : escaped(part)))
        .join("");
    return new RegExp(`^${pattern}$`, "is").test(action);
}

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, "\\$&");

const texts = (value: unknown): readonly string[] =>
    (Array.isArray(value) ? value : []).filter((one) => typeof one === "string");
