import type { Answer, Explanation, LockState } from "../report/explanation";
import type { ReportAccount } from "../report/report";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { hopLines, isDirect, isUncertain, wayText } from "./path";
import { wrap } from "./text";

/** Why an identity reaches a role, or why not, as text: the answer, the statements of each lock, the hops. */
export function renderExplanation(
    explanation: Explanation,
    accounts: readonly ReportAccount[],
): string {
    const labels = labelsOf(accounts);
    const { direct, path, limits } = explanation;
    const sections = [
        wrap(answerText(explanation, labels)),
        [
            `Assuming it directly (sts:AssumeRole): ${direct.answer}`,
            ...direct.locks.flatMap((lock) => lockLines(lock, labels)),
        ],
        path === undefined || isDirect(path)
            ? []
            : [
                  `The shortest path${isUncertain(path) ? " (not certain)" : ""}:`,
                  ...hopLines(path.hops, labels, "  "),
              ],
        limits.length === 0
            ? []
            : ["Not evaluated:", ...limits.flatMap((limit) => wrap(limit, "- ", "  "))],
    ];
    return sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n");
}

const reaches: Readonly<Record<Answer, string>> = {
    allowed: "reaches",
    denied: "does not reach",
    unknown: "may reach",
};

function answerText(explanation: Explanation, labels: Labels): string {
    const { answer, reason, identity, role, path } = explanation;
    const found = path === undefined ? "" : ` ${wayText(path)}`;
    const why =
        answer === "denied" ? ", neither directly nor through other hops" : reasonText(reason);
    return `${answer === "unknown" ? "UNKNOWN: " : ""}${identity.trustClass} ${labels.arn(identity.arn)} ${reaches[answer]} ${labels.arn(role.arn)}${found}${why}.`;
}

const reasonText = (reason: string | undefined): string =>
    reason === undefined ? "" : `; ${reason}`;

/** `trust policy` is what a role's resource policy is called. */
const lockNames: Readonly<Partial<Record<LockState["lock"], string>>> = {
    "resource policy": "trust policy",
};

const answers: Readonly<Record<LockState["answer"], string>> = {
    allowed: "allows it",
    denied: "does not allow it",
    unknown: "cannot be determined",
    "not needed": "does not allow it (not required in the same account)",
};

function lockLines({ lock, answer, allows, denies, reason }: LockState, labels: Labels): string[] {
    const none = allows.length + denies.length === 0 && answer === "denied";
    const line = (text: string): string[] => wrap(text, "    ", "      ");
    return [
        ...wrap(`${lockNames[lock] ?? lock}: ${answers[answer]}`, "  "),
        ...allows.flatMap((reference) => line(`allowed by ${labels.statement(reference)}`)),
        ...denies.flatMap((reference) => line(`denied by ${labels.statement(reference)}`)),
        ...(none ? line("no statement allows it") : []),
        ...(reason === undefined ? [] : line(`not evaluated: ${reason}`)),
    ];
}
