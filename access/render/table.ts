import type { Reach, Report, Takeover } from "../report/report";
import { gridOf, legend } from "./grid";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { matrixLines } from "./matrix";
import { hopLines, isUncertain, wayText } from "./path";
import { summaryLines } from "./summary";
import { wrap } from "./text";
import { verdictText } from "./verdict";

/** Above these numbers the table summarises. */
const most = { accounts: 6, identities: 6, roles: 40, crossings: 10, limits: 20 };

/** The report as text, in lines of at most 100 columns: verdict, crossings, matrix, limits. */
export function renderTable(report: Report): string {
    const labels = labelsOf(report.accounts);
    const grid = gridOf(report);
    const isSmall =
        report.accounts.length <= most.accounts &&
        report.identities.length <= most.identities &&
        grid.roleNames.length <= most.roles;
    const sections = [
        wrap(verdictText(report)),
        crossingLines([...report.crossings, ...report.takeovers], labels),
        isSmall ? matrixLines(grid) : summaryLines(grid),
        wrap(legend),
        limitLines(report.limits),
    ];
    return sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n");
}

function crossingLines(paths: readonly (Reach | Takeover)[], labels: Labels): string[] {
    const shortest = [...paths].sort((a, b) => a.hops.length - b.hops.length);
    return [
        ...shortest
            .slice(0, most.crossings)
            .flatMap((path, i) => [
                ...(i === 0 ? [] : [""]),
                ...wrap(`${crossingText(path, labels)}:`),
                ...hopLines(path.hops, labels, "  "),
            ]),
        ...andMore(paths.length - most.crossings),
    ];
}

function crossingText(path: Reach | Takeover, labels: Labels): string {
    const who = labels.arn(path.identity);
    const may = isUncertain(path) ? "may " : "";
    return "role" in path
        ? `${who} ${may}${may === "" ? "reaches" : "reach"} ${labels.arn(path.role)} ${wayText(path)}`
        : `${who} ${may}${may === "" ? "becomes" : "become"} ${labels.arn(path.becomes)} ${wayText(path)}`;
}

const limitLines = (limits: readonly string[]): string[] =>
    limits.length === 0
        ? []
        : [
              "Not evaluated:",
              ...limits.slice(0, most.limits).flatMap((limit) => wrap(limit, "- ", "  ")),
              ...andMore(limits.length - most.limits),
          ];

const andMore = (n: number): string[] => (n > 0 ? [`and ${n} more; see --format json`] : []);
