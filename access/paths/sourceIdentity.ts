import type { Condition, Document, Statement } from "../policy/document";

/**
 * The source identities that the sessions of a role may have, where its trust policy wants one of each session; patterns.
 * A source identity is set once: a session has that of the session that assumed its role, and can't set another.
 *
 * @returns `undefined`: some session may have none, or any
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function demandedSourceIdentity({
    fault,
    statements,
}: Document): readonly string[] | undefined {
    if (fault !== undefined) return undefined;
    const demanded = statements.filter(startsSessions).map(demandedBy);
    const all = demanded.flatMap((values) => values ?? []);
    return demanded.includes(undefined) || all.length === 0 ? undefined : [...new Set(all)];
}

const startsSessions = ({ effect, actions, fault }: Statement): boolean =>
    effect === "Allow" && (fault !== undefined || ways.some((action) => actions.has(action)));

const ways = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

const demandedBy = ({ fault, conditions }: Statement): readonly string[] | undefined =>
    fault === undefined ? conditions.find(demands)?.values : undefined;

/** Whether a request has a source identity, and one of the condition's values, if the condition holds. */
const demands = ({ key, operator, negated, ifExists, set, values }: Condition): boolean =>
    (key === "sts:sourceidentity" || key === "aws:sourceidentity") &&
    (operator === "StringEquals" || operator === "StringLike") &&
    !negated &&
    !ifExists &&
    set !== "ForAllValues" &&
    !values.some((value) => value.includes("$"));
