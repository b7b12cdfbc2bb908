import type { Statement } from "../../policy/document";
import { conditionText, howToMeet } from "./conditionText";
import type { Case } from "./case";
import type { Lock } from "./directRequest";
import type { Finding } from "./explanation";

/** Whether a lock alone does not stop the request. */
export const isOpen = ({ state }: Lock): boolean =>
    state.answer === "allowed" || state.answer === "not needed" || state.answer === "unknown";

/** What an allowed request must have, such as an MFA code: a finding for each statement with conditions. */
export function needsOf(locks: readonly Lock[]): readonly Finding[] {
    const allows = locks.flatMap((lock) => lock.allows);
    const avoided = locks.flatMap((lock) => lock.avoided);
    return [
        ...allows.filter(hasConditions).map((statement) => needOf(statement, "must meet")),
        ...avoided.filter(hasConditions).map((statement) => needOf(statement, "must not meet")),
    ];
}

const hasConditions = ({ conditions }: Statement): boolean => conditions.length > 0;

const needOf = (
    { conditions, reference }: Statement,
    how: "must meet" | "must not meet",
): Finding => ({
    code: "needs-condition",
    text:
        how === "must meet"
            ? `Only if the request meets every condition of the statement: ${conditions.map(conditionText).join("; ")}.`
            : `Only if the request escapes the Deny, which applies where: ${conditions.map(conditionText).join("; ")}.`,
    next: [...new Set(conditions.map(howToMeet))].join(" "),
    statements: [reference],
});

/** What AWS checks besides, which no policy document shows. */
export const sessionFinding = ({ from, to, isSession }: Case): Finding => {
    const isChained = isSession || from.principal.kind === "role";
    return {
        code: "session",
        text: isChained
            ? "Role chaining: a session that a role's session assumes lasts at most 1 hour, and a session policy passed to either can only take rights away."
            : `A session lasts at most the role's maximum session duration (1 hour unless set higher; these documents don't contain it), and a session policy passed with the request can only take rights away.`,
        next: isChained
            ? "If AWS refuses it, pass --duration-seconds 3600 or less, and no session policy."
            : `If AWS refuses it, compare --duration-seconds with: aws iam get-role --role-name ${to.principal.name} --query Role.MaxSessionDuration`,
        statements: [],
    };
};
