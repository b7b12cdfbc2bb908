import { causesOf } from "../report/causes";
import type { Cause } from "../report/causes";
import type { Provenance } from "../report/provenance";
import type { Reach, Report, Takeover } from "../report/report";
import { gridOf, legend } from "./grid";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { matrixLines } from "./matrix";
import { hopLines, isUncertain, wayText } from "./path";
import { painted, plain, wrapTo } from "./screen";
import type { Meaning, Screen } from "./screen";
import { summaryLines } from "./summary";
import { count, someOf } from "./text";
import { verdictText } from "./verdict";

/** Above these numbers the table summarises. */
const most = { accounts: 6, identities: 6, roles: 40, causes: 10, paths: 3, limits: 20, names: 5 };

/** How a report is shown as text. */
export interface TableOptions {
    /** @default no terminal: 100 columns, no colour */
    readonly screen?: Screen;
    /** `quiet`: without what was not evaluated; `verbose`: every crossing with its hops, and every limit. @default `normal` */
    readonly detail?: "quiet" | "normal" | "verbose";
}

/** The report as text: verdict, crossings by cause, matrix, limits; the verdict again, if that is long. */
export function renderTable(
    report: Report,
    { screen = plain, detail = "normal" }: TableOptions = {},
): string {
    const labels = labelsOf(report.accounts);
    const grid = gridOf(report);
    const wrap = wrapTo(screen);
    const isSmall =
        report.accounts.length <= most.accounts &&
        report.identities.length <= most.identities &&
        grid.roleNames.length <= most.roles;
    const verdict = wrap(verdictText(report)).map((line) =>
        painted(screen, meanings[report.verdict.boundary], line),
    );
    const all: readonly (readonly string[])[] = [
        verdict,
        causeLines(causesOf(report), { labels, screen, isWhole: detail === "verbose" }),
        isSmall ? matrixLines(grid, screen) : summaryLines(grid, screen),
        wrap(legend).map((line) => painted(screen, "faint", line)),
        detail === "quiet" ? [] : limitLines(report.limits, detail === "verbose", wrap),
        report.provenance === undefined ? [] : wrap(provenanceText(report.provenance)),
    ];
    const sections = all.filter((lines) => lines.length > 0);
    const length = sections.reduce((sum, lines) => sum + lines.length + 1, 0);
    return [...sections, ...(length > screen.height ? [verdict] : [])]
        .map((lines) => lines.join("\n"))
        .join("\n\n");
}

const meanings: Readonly<Record<Report["boundary"], Meaning>> = {
    holds: "good",
    crossed: "bad",
    unknown: "unsure",
};

interface Shown {
    readonly labels: Labels;
    readonly screen: Screen;
    /** Whether every path is written out. */
    readonly isWhole: boolean;
}

function causeLines(causes: readonly Cause[], shown: Shown): string[] {
    const listed = shown.isWhole ? causes : causes.slice(0, most.causes);
    const wrap = wrapTo(shown.screen);
    return [
        ...listed.flatMap((cause, i) => [
            ...(i === 0 ? [] : [""]),
            ...wrap(`Cause ${i + 1} of ${causes.length}: ${causeText(cause, shown.labels)}.`).map(
                (line) => painted(shown.screen, "title", line),
            ),
            ...pathLines(inOrder(cause), shown),
        ]),
        ...andMore(causes.length - listed.length, "causes"),
    ];
}

/** `trust policy of role X in prod, statement 0, and 2 like it: 10 crossings`. */
export function causeText(
    { kind, statements, crossings, takeovers }: Cause,
    labels: Labels,
): string {
    const [first] = statements;
    const more = statements.length - 1;
    const what = first === undefined ? kind : `${labels.statement(first)} (${kind})`;
    const counts = [
        ...(crossings.length > 0 ? [count(crossings.length, "crossing")] : []),
        ...(takeovers.length > 0 ? [count(takeovers.length, "takeover")] : []),
    ];
    return `${what}${more > 0 ? `, and ${more} like it in other accounts` : ""}: ${counts.join(", ")}`;
}

/** A takeover is shown although there are many crossings. */
const inOrder = ({ crossings, takeovers }: Cause): readonly (Reach | Takeover)[] => [
    ...crossings.slice(0, 1),
    ...takeovers,
    ...crossings.slice(1),
];

/** The shortest paths with their hops, the other paths by their ends. */
function pathLines(paths: readonly (Reach | Takeover)[], shown: Shown): string[] {
    const { labels, screen, isWhole } = shown;
    const wrap = wrapTo(screen);
    const inFull = isWhole ? paths : paths.slice(0, 1);
    const others = paths.slice(inFull.length);
    const more = others.length - most.paths;
    return [
        ...inFull.flatMap((path) => [
            ...wrap(`${pathText(path, labels)}:`, "  "),
            ...hopLines(path.hops, labels, "    ", screen),
        ]),
        ...others.slice(0, most.paths).flatMap((path) => wrap(pathText(path, labels), "  ")),
        ...(more > 0
            ? wrap(
                  `and ${more} more, by ${someOf([...new Set(others.slice(most.paths).map((path) => labels.arn(path.identity)))], most.names)}; see --verbose or --format json`,
                  "  ",
              )
            : []),
    ];
}

export function pathText(path: Reach | Takeover, labels: Labels): string {
    const who = labels.arn(path.identity);
    const may = isUncertain(path) ? "may " : "";
    return "role" in path
        ? `${who} ${may}${may === "" ? "reaches" : "reach"} ${labels.arn(path.role)} ${wayText(path)}`
        : `${who} ${may}${may === "" ? "becomes" : "become"} ${labels.arn(path.becomes)} ${wayText(path)}`;
}

function limitLines(
    limits: readonly string[],
    isWhole: boolean,
    wrap: ReturnType<typeof wrapTo>,
): string[] {
    if (limits.length === 0) return [];
    const listed = isWhole ? limits : limits.slice(0, most.limits);
    return [
        "Not evaluated:",
        ...listed.flatMap((limit) => wrap(limit, "- ", "  ")),
        ...andMore(limits.length - listed.length, "limits"),
    ];
}

/** Where the report comes from: one line. */
export const provenanceText = ({ source, at, commit, versions, digest }: Provenance): string =>
    [
        `Source: ${source}`,
        at,
        ...(commit === undefined ? [] : [`commit ${commit}`]),
        ...versions.map(({ name, version }) => `${name} ${version}`),
        digest,
    ].join("; ");

const andMore = (n: number, what: string): string[] =>
    n > 0 ? [`and ${n} more ${what}; see --verbose or --format json`] : [];
