import { isBreakGlassRole, mayUseBreakGlass } from "../breakGlass";
import { describeAccount } from "../environmentBoundary";
import { trustAllows } from "../entryRole";
import { judgePrincipal } from "../principal";
import { oneOf } from "../rule";
import type { Context, Rule } from "../rule";
import { label } from "../statement";
import type { Statement } from "../statement";
import { show } from "../unknown";

type BreakGlass = NonNullable<Context["breakGlass"]>;

const docs = "docs/break-glass.md";

/** Emergency access is the one role that may do nearly everything: who uses it, with what, and for how long is all in its trust. */
export const breakGlassIsGuarded: Rule = {
    name: "iam-break-glass-is-guarded",
    description:
        "Emergency access trusts the configured people alone, with fresh MFA and a ticket, in the region of the alarm, for an hour; it is refused where it is off.",
    severity: "critical",
    remediationSteps: `Switch it on by breakGlass in Pulumi.yaml (${docs}), and let the program write the role.`,
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
    governs: oneOf("aws:iam/role:Role"),
    check: (resource, context) => {
        if (!isBreakGlassRole(resource, context)) return [];
        const { breakGlass, prefix } = context;
        if (breakGlass === undefined) {
            return ["Emergency access is off; breakGlass in Pulumi.yaml is empty."];
        }
        const { name, path, maxSessionDuration } = resource.props;
        return [
            ...(name === `${prefix}BreakGlassRole` && path === `/${prefix}BreakGlass/`
                ? []
                : [
                      `The role is ${show(path)} ${show(name)}; must be "/${prefix}BreakGlass/" "${prefix}BreakGlassRole".`,
                  ]),
            ...(maxSessionDuration === undefined || maxSessionDuration === 3600
                ? []
                : [`maxSessionDuration is ${show(maxSessionDuration)}; must be 3600 (seconds).`]),
            ...trustAllows(resource).flatMap((statement) => [
                ...strangers(statement, breakGlass, context),
                ...missing(statement, breakGlass, context),
            ]),
        ];
    },
};

/** Whom a statement trusts beside the configured people who may use the account's. */
function strangers(
    statement: Statement,
    { people }: BreakGlass,
    context: Context,
): readonly string[] {
    const { account, prefix } = context;
    return statement.principals.flatMap((principal) => {
        const { value } = principal;
        const judged = judgePrincipal(principal, context);
        if (
            judged.kind !== "person" ||
            !people.includes(value.slice(value.lastIndexOf("/") + 1 + prefix.length))
        ) {
            return [
                `Trust policy ${label(statement)} lets ${value} use emergency access; only people of breakGlass may (${people.join(", ")}).`,
            ];
        }
        return mayUseBreakGlass(judged.trustClass, account)
            ? []
            : [
                  `Trust policy ${label(statement)} lets the nonprod identity ${value} use emergency access to account ${describeAccount(account)}; only prod people may.`,
              ];
    });
}

/** Conditions that a statement lacks. Each must hold by an operator that refuses a request without its key. */
function missing(
    statement: Statement,
    { ticket, maxMfaAge }: BreakGlass,
    { config }: Context,
): readonly string[] {
    const region = config["aws:region"] ?? "";
    const has = (operator: string, key: string, holds: (value: string) => boolean): boolean =>
        statement.conditions.some(
            (one) =>
                one.operator === operator &&
                one.key === key.toLowerCase() &&
                one.values.length === 1 &&
                one.values.every(holds),
        );
    const age = (value: string): boolean => /^\d+$/.test(value) && Number(value) <= maxMfaAge;
    const needed: readonly (readonly [boolean, string])[] = [
        [
            has("Bool", "aws:MultiFactorAuthPresent", (value) => value === "true"),
            'Bool aws:MultiFactorAuthPresent "true"',
        ],
        [
            has("NumericLessThanEquals", "aws:MultiFactorAuthAge", age),
            `NumericLessThanEquals aws:MultiFactorAuthAge "${maxMfaAge}"`,
        ],
        [
            has("StringLike", "sts:SourceIdentity", (value) => value === ticket),
            `StringLike sts:SourceIdentity "${ticket}"`,
        ],
        [
            has("StringEquals", "aws:RequestedRegion", (value) => value === region),
            `StringEquals aws:RequestedRegion "${region}", the region of the alarm`,
        ],
    ];
    return needed
        .filter(([holds]) => !holds)
        .map(([, text]) => `Trust policy ${label(statement)} lacks the condition ${text}.`);
}
