import type { Change, PathDiff, ReportDiff } from "../report/diff";
import type { Reach, ReportAccount, Takeover } from "../report/report";
import { json } from "./json";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { hopLines, isDirect, isUncertain, wayText } from "./path";
import { count, wrap } from "./text";

const mostEntries = 40;

/** A diff as JSON, in pieces. */
export const diffJson = ({
    boundary,
    reach,
    addedCrossings,
    takeovers,
    limits,
}: ReportDiff): Generator<string> =>
    json([
        ["version", 1],
        ["boundary", boundary],
        ["added", reach.added],
        ["addedCrossings", addedCrossings],
        ["removed", reach.removed],
        ["changed", reach.changed],
        ["addedTakeovers", takeovers.added],
        ["removedTakeovers", takeovers.removed],
        ["changedTakeovers", takeovers.changed],
        ["addedLimits", limits.added],
        ["removedLimits", limits.removed],
    ]);

/**
 * A diff for people, on lines of at most 100 columns: `+` a path that is new, `-` one that is gone, `~` one by other hops.
 *
 * @param accounts of both reports
 */
export function renderDiff(diff: ReportDiff, accounts: readonly ReportAccount[]): string {
    const labels = labelsOf(accounts);
    const crossings = new Set(diff.addedCrossings);
    const reach = {
        ...diff.reach,
        added: diff.reach.added.filter((path) => !crossings.has(path)),
    };
    const sections = [
        wrap(summaryText(diff)),
        some(diff.addedCrossings, addedLines(crossesText(labels), labels)),
        [
            ...entryLines(diff.takeovers, becomesText(labels), labels),
            ...entryLines(reach, reachesText(labels), labels),
        ],
        limitLines("Not evaluated any more:", diff.limits.added),
        limitLines("Evaluated now:", diff.limits.removed),
    ];
    return sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n");
}

function summaryText(diff: ReportDiff): string {
    const { boundary, reach, takeovers } = diff;
    const sum = (kind: keyof PathDiff<Reach>): number =>
        reach[kind].length + takeovers[kind].length;
    const first = sum("added") > 0 ? `${count(sum("added"), "path")} added` : "No path added";
    const line =
        boundary.before === boundary.after
            ? `environment boundary: ${boundary.after}, as before`
            : `environment boundary: ${boundary.before} before, ${boundary.after} now`;
    return `${first}, ${sum("removed")} removed, ${sum("changed")} changed; ${line}.`;
}

type Path = Reach | Takeover;

function entryLines<P extends Path>(
    { added, removed, changed }: PathDiff<P>,
    text: (path: P) => string,
    labels: Labels,
): string[] {
    return [
        ...some(added, addedLines(text, labels)),
        ...some(removed, (path) => wrap(`${text(path)} ${wayOf(path)}`, "- ")),
        ...some(changed, ({ before, after }: Change<P>) => [
            ...wrap(`${text(after)} ${wayOf(after)}; before: ${wayOf(before)}`, "~ "),
            ...(isDirect(after) ? [] : hopLines(after.hops, labels, "    ")),
        ]),
    ];
}

const addedLines =
    <P extends Path>(text: (path: P) => string, labels: Labels) =>
    (path: P): string[] => [
        ...wrap(`${text(path)} ${wayOf(path)}`, "+ "),
        ...(isDirect(path) ? [] : hopLines(path.hops, labels, "    ")),
    ];

function some<T>(entries: readonly T[], lines: (entry: T) => string[]): string[] {
    const more = entries.length - mostEntries;
    return [
        ...entries.slice(0, mostEntries).flatMap(lines),
        ...(more > 0 ? [`  and ${more} more like it; see --json`] : []),
    ];
}

const reachesText =
    (labels: Labels) =>
    ({ identity, role }: Reach): string =>
        `${labels.arn(identity)} reaches ${labels.arn(role)}`;

const crossesText = (labels: Labels) => {
    const text = reachesText(labels);
    return (path: Reach): string => `CROSSES THE BOUNDARY: ${text(path)}`;
};

const becomesText =
    (labels: Labels) =>
    ({ identity, becomes }: Takeover): string =>
        `${labels.arn(identity)} becomes ${labels.arn(becomes)}`;

const wayOf = (path: Path): string =>
    `${wayText(path)}${isUncertain(path) ? " (not certain)" : ""}`;

const limitLines = (title: string, limits: readonly string[]): string[] =>
    limits.length === 0 ? [] : [title, ...limits.flatMap((limit) => wrap(limit, "- ", "  "))];
