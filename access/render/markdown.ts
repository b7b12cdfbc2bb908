import { causesOf } from "../report/causes";
import type { Reach, Report, ReportIdentity, Takeover } from "../report/report";
import { emergencyRoles, emergencyTitle } from "./emergency";
import { gridOf, legend } from "./grid";
import type { Grid } from "./grid";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { plain } from "./screen";
import { summaryLines } from "./summary";
import { causeText, pathText, provenanceText } from "./table";
import { printable } from "./text";
import { verdictText } from "./verdict";

/** A comment of a pull request has at most 65,536 characters. */
const most = { causes: 10, paths: 5, accounts: 6, identities: 6, limits: 30 };

const marks = { holds: "✅", crossed: "❌", unknown: "⚠️" } as const;

/** The report for a pull request: verdict, causes, and folded away: the matrix and what was not evaluated. */
export function renderMarkdown(report: Report): string {
    const labels = labelsOf(report.accounts);
    const grid = gridOf(report);
    const causes = causesOf(report);
    const isSmall =
        report.accounts.length <= most.accounts && report.identities.length <= most.identities;
    return joined([
        [`## ${marks[report.verdict.boundary]} ${escaped(verdictText(report))}`],
        ...causes
            .slice(0, most.causes)
            .map((cause, i) => [
                `### ${i + 1}. ${escaped(causeText(cause, labels))}`,
                "",
                ...pathItems([...cause.crossings, ...cause.takeovers], labels),
            ]),
        causes.length > most.causes ? [`And ${causes.length - most.causes} more causes.`] : [],
        folded("Who reaches what", [
            ...(isSmall ? matrix(grid) : ["```text", ...summaryLines(grid, plain), "```"]),
            "",
            escaped(legend),
        ]),
        report.limits.length === 0
            ? []
            : folded(
                  `What was not evaluated (${report.limits.length})`,
                  report.limits.slice(0, most.limits).map((limit) => `- ${escaped(limit)}`),
              ),
        report.provenance === undefined
            ? []
            : [`<sub>${escaped(provenanceText(report.provenance))}</sub>`],
    ]);
}

/** Sections, with a line between them; empty ones are left out. */
export const joined = (sections: readonly (readonly string[])[]): string =>
    sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n");

/** @param title without names that others chose */
export const folded = (title: string, lines: readonly string[]): readonly string[] => [
    `<details><summary>${title}</summary>`,
    "",
    ...lines,
    "",
    "</details>",
];

/** Each path as an item with its hops, the first ones only. */
export function pathItems(
    paths: readonly (Reach | Takeover)[],
    labels: Labels,
    shown = most.paths,
): string[] {
    const more = paths.length - shown;
    return [
        ...paths
            .slice(0, shown)
            .flatMap((path) => [
                `- ${escaped(pathText(path, labels))}`,
                ...path.hops.map(
                    (hop, i) =>
                        `    ${i + 1}. ${escaped(`${hop.kind}: ${labels.arn(hop.from)} → ${labels.arn(hop.to)}`)}${hop.because.map((one) => `<br>${escaped(labels.statement(one))}`).join("")}`,
                ),
            ]),
        ...(more > 0 ? [`- and ${more} more`] : []),
    ];
}

function matrix(grid: Grid): string[] {
    const { identities, accounts, roleNames } = grid;
    const title = ({ name, trustClass }: ReportIdentity): string => `${name} (${trustClass})`;
    const table = (head: string, rows: readonly (readonly string[])[]): string[] => [
        row([head, ...accounts.map(({ name }) => name)]),
        row(["---", ...accounts.map(() => ":---:")], String),
        ...rows.map((cells) => row(cells)),
    ];
    const cells = (label: string, identity: ReportIdentity, role: string): readonly string[] => [
        label,
        ...accounts.map((account) => grid.mark(identity, role, account)),
    ];
    const emergencies = emergencyRoles(grid);
    return [
        ...identities.flatMap((identity, i) => [
            ...(i === 0 ? [] : [""]),
            ...table(
                title(identity),
                roleNames.map((role) => cells(role, identity, role)),
            ),
        ]),
        ...(emergencies.length === 0 ? [] : ["", escaped(emergencyTitle)]),
        ...emergencies.flatMap(({ name, identities: reaching }) => [
            "",
            ...table(
                name,
                reaching.map((identity) => cells(title(identity), identity, name)),
            ),
        ]),
    ];
}

const row = (cells: readonly string[], text = escaped): string =>
    `| ${cells.map(text).join(" | ")} |`;

/** Text as Markdown shows it: names are chosen by others, so nothing in them is markup, a mention or a link. */
export const escaped = (text: string): string =>
    printable(text)
        .replace(/[\\`*_{}[\]#|~]/g, "\\$&")
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;")
        .replace(/>/g, "&gt;")
        .replace(/@/g, "&#64;")
        .replace(/:\/\//g, ":&#47;&#47;");
