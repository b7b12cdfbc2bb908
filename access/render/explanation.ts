import type {
    Answer,
    Coverage,
    Explanation,
    Finding,
    LockState,
    Trust,
} from "../report/explain/explanation";
import type { ReportAccount } from "../report/report";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { hopLines, isDirect, isUncertain, wayText } from "./path";
import { painted, plain, wrapTo } from "./screen";
import type { Meaning, Screen } from "./screen";

const mostListed = 12;

/**
 * Why a principal reaches a role, or why not, as text: the answer, what decides it and what to do next, the statements of
 * each lock, the hops.
 */
export function renderExplanation(
    explanation: Explanation,
    accounts: readonly ReportAccount[],
    screen: Screen = plain,
    isQuiet = false,
): string {
    const labels = labelsOf(accounts);
    const wrap = wrapTo(screen);
    const { direct, path, findings, trusts, covers, role, identity, limits } = explanation;
    const sections = [
        wrap(answerText(explanation, labels)).map((line) =>
            painted(screen, meanings[explanation.answer], line),
        ),
        findings.flatMap((finding) => findingLines(finding, labels, wrap)),
        [
            `Assuming it directly (sts:AssumeRole): ${direct.answer}`,
            ...direct.locks.flatMap((lock) => lockLines(lock, labels, wrap)),
        ],
        [
            ...wrap(`${labels.arn(role.arn)} trusts:`),
            ...listed(trusts, (trust) => trustLines(trust, labels, wrap), "no principal"),
        ],
        [
            ...wrap(`The policies of ${labels.arn(identity.arn)} let it assume:`),
            ...listed(covers, (coverage) => coverageLines(coverage, labels, wrap), "no role"),
        ],
        path === undefined || isDirect(path)
            ? []
            : [
                  `The shortest path${isUncertain(path) ? " (not certain)" : ""}:`,
                  ...hopLines(path.hops, labels, "  ", screen),
              ],
        isQuiet || limits.length === 0
            ? []
            : ["Not evaluated:", ...limits.flatMap((limit) => wrap(limit, "- ", "  "))],
    ];
    return sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n");
}

type Wrap = ReturnType<typeof wrapTo>;

const meanings: Readonly<Record<Answer, Meaning>> = {
    allowed: "good",
    denied: "bad",
    unknown: "unsure",
};

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

const findingLines = (
    { text, next, statements }: Finding,
    labels: Labels,
    wrap: Wrap,
): string[] => [
    ...wrap(text, "- ", "  "),
    ...statements.flatMap((reference) => wrap(`in ${labels.statement(reference)}`, "  ", "    ")),
    ...wrap(`Next: ${next}`, "  ", "    "),
];

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

function lockLines(
    { lock, answer, allows, denies, reason }: LockState,
    labels: Labels,
    wrap: Wrap,
): string[] {
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

function listed<T>(entries: readonly T[], lines: (entry: T) => string[], none: string): string[] {
    const more = entries.length - mostListed;
    return [
        ...(entries.length === 0 ? [`  ${none}`] : entries.slice(0, mostListed).flatMap(lines)),
        ...(more > 0 ? [`  and ${more} more statements; see --json`] : []),
    ];
}

const trustLines = (
    { effect, principals, except, conditions, statement }: Trust,
    labels: Labels,
    wrap: Wrap,
): string[] =>
    wrap(
        [
            `statement ${statement.statement}: ${effect === "Deny" ? "denied: " : ""}${except ? "every principal but " : ""}${some(principals.map((name) => nameOf(name, labels)))}`,
            ...whenText(conditions),
        ].join(" "),
        "  ",
        "    ",
    );

const coverageLines = (
    { effect, roles, except, conditions, statement }: Coverage,
    labels: Labels,
    wrap: Wrap,
): string[] =>
    wrap(
        [
            `${effect === "Deny" ? "denied: " : ""}${except ? "every role but " : ""}${some(roles.map((arn) => labels.arn(arn)))} (${labels.statement(statement)})`,
            ...whenText(conditions),
        ].join(" "),
        "  ",
        "    ",
    );

const whenText = (conditions: readonly string[]): readonly string[] =>
    conditions.length === 0 ? [] : [`where ${conditions.join("; ")}`];

const nameOf = (principal: string, labels: Labels): string =>
    /^\d{12}$/.test(principal)
        ? `account ${labels.account(principal)} (each principal that its policies allow)`
        : principal === "*"
          ? "every principal (*)"
          : labels.arn(principal);

const some = (texts: readonly string[]): string =>
    texts.length > mostListed
        ? `${texts.slice(0, mostListed).join(", ")} and ${texts.length - mostListed} more`
        : texts.join(", ");
