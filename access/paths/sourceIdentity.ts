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
    const denies = statements.filter(deniesOthers);
    const demanded = statements
        .filter(startsSessions)
        .map((statement) => demandedBy(statement) ?? leftBy(denies, statement));
    const all = demanded.flatMap((values) => values ?? []);
    return demanded.includes(undefined) || all.length === 0 ? undefined : [...new Set(all)];
}

const ways = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

const startsSessions = ({ effect, actions, fault }: Statement): boolean =>
    effect === "Allow" && (fault !== undefined || ways.some((action) => actions.has(action)));

/** Values of which a request has one, if the statement allows it. */
const demandedBy = ({ fault, conditions }: Statement): readonly string[] | undefined =>
    fault === undefined ? conditions.find(demands)?.values : undefined;

/** Values of which a request has one that the statement allows and no Deny stops. */
function leftBy(
    denies: readonly Statement[],
    { fault, actions, principals }: Statement,
): readonly string[] | undefined {
    // Whether a Deny for "AWS": "*" stops services, too, isn't relied on.
    if (fault !== undefined || principals === undefined || principals.services.size > 0)
        return undefined;
    const left = ways
        .filter((action) => actions.has(action))
        .map((action) => denies.find((deny) => deny.actions.has(action))?.conditions[0]?.values);
    return left.includes(undefined) ? undefined : left.flatMap((values) => values ?? []);
}

/** Whether a request has a source identity, and one of the condition's values, if the condition holds. */
const demands = (condition: Condition): boolean =>
    comparesSourceIdentity(condition) && !condition.negated && condition.set !== "ForAllValues";

/** Whether a statement denies everybody whose source identity isn't one of its only condition's values, or is missing. */
const deniesOthers = ({ effect, fault, principals, conditions }: Statement): boolean => {
    const [condition, ...more] = conditions;
    return (
        effect === "Deny" &&
        fault === undefined &&
        principals?.wildcard === true &&
        !principals.except &&
        condition !== undefined &&
        more.length === 0 &&
        comparesSourceIdentity(condition) &&
        condition.negated &&
        condition.set === undefined
    );
};

const operators = /^String(?:Not)?(?:Equals|Like)$/;

const comparesSourceIdentity = ({ key, operator, ifExists, values }: Condition): boolean =>
    (key === "sts:sourceidentity" || key === "aws:sourceidentity") &&
    operators.test(operator) &&
    !ifExists &&
    !values.some((value) => value.includes("$"));
