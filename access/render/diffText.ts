import type { Change, PathDiff, ReportDiff } from "../report/reportDiff";
import type { Reach, ReportAccount, Takeover } from "../report/report";
import { json } from "./json";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { hopLines, isDirect, isUncertain, wayText } from "./path";
import { painted, plain, wrapTo } from "./screen";
import type { Screen } from "./screen";
import { count } from "./text";

const mostEntries = 40;

/** A diff as JSON, in pieces. */
export const diffJson = ({
    verdict,
    accounts,
    readers,
    reach,
    addedCrossings,
    takeovers,
    unfinishedSearches,
    limits,
}: ReportDiff): Generator<string> =>
    json([
        ["version", 1],
        ["boundary", { before: verdict.before.boundary, after: verdict.after.boundary }],
        ["verdict", verdict],
        ["changedAccounts", accounts],
        ["changedReaders", readers],
        ["added", reach.added],
        ["addedCrossings", addedCrossings],
        ["removed", reach.removed],
        ["notFound", reach.notFound],
        ["changed", reach.changed],
        ["addedTakeovers", takeovers.added],
        ["removedTakeovers", takeovers.removed],
        ["notFoundTakeovers", takeovers.notFound],
        ["changedTakeovers", takeovers.changed],
        ["unfinishedSearches", unfinishedSearches],
        ["addedLimits", limits.added],
        ["removedLimits", limits.removed],
    ]);

/**
 * A diff for people, as wide as the screen: `+` a path that was added, `-` one that was removed, `~` one with
 * other hops, `?` one that an unfinished search didn't find again.
 *
 * @param accounts of both reports
 */
export function renderDiff(
    diff: ReportDiff,
    accounts: readonly ReportAccount[],
    screen: Screen = plain,
): string {
    const labels = labelsOf(accounts);
    const shown: Shown = { labels, screen, wrap: wrapTo(screen) };
    const crossings = new Set(diff.addedCrossings);
    const reach = {
        ...diff.reach,
        added: diff.reach.added.filter((path) => !crossings.has(path)),
    };
    const sections = [
        shown.wrap(summaryText(diff)),
        sentenceLines("Accounts changed:", diff.accounts, shown),
        sentenceLines("Readers of secrets changed:", diff.readers, shown),
        some(diff.addedCrossings, addedLines(crossesText(labels), shown)),
        [
            ...entryLines(diff.takeovers, becomesText(labels), shown),
            ...entryLines(reach, reachesText(labels), shown),
        ],
        sentenceLines("No longer evaluated:", diff.limits.added, shown),
        sentenceLines("Now evaluated:", diff.limits.removed, shown),
    ];
    return sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join("\n\n");
}

/** What was added and removed, and the verdicts: one sentence. */
export function summaryText(diff: ReportDiff): string {
    const { verdict, reach, takeovers, unfinishedSearches } = diff;
    const sum = (kind: keyof PathDiff<Reach>): number =>
        reach[kind].length + takeovers[kind].length;
    const unfinished = unfinishedSearches.length;
    const counts = [
        addedText(sum("added"), unfinished),
        `${sum("removed")} removed`,
        `${sum("changed")} changed`,
        ...(unfinished > 0 ? [`${sum("notFound")} not found again`] : []),
    ];
    return `${counts.join(", ")}; environment boundary: ${boundaryText(verdict)}.`;
}

function addedText(added: number, unfinished: number): string {
    if (added > 0) return `${count(added, "path")} added`;
    if (unfinished === 0) return "No path added";
    return `UNKNOWN whether a path was added (search limit reached for ${count(unfinished, "identity", "identities")})`;
}

function boundaryText({ before, after }: ReportDiff["verdict"]): string {
    const reason = after.boundary === "unknown" ? ` (${after.reason})` : "";
    return before.boundary === after.boundary
        ? `${after.boundary}, as before${reason}`
        : `${before.boundary} before, ${after.boundary} now${reason}`;
}

type Path = Reach | Takeover;

/** How lines are written. */
interface Shown {
    readonly labels: Labels;
    readonly screen: Screen;
    readonly wrap: ReturnType<typeof wrapTo>;
}

function entryLines<P extends Path>(
    { added, removed, notFound, changed }: PathDiff<P>,
    text: (path: P) => string,
    shown: Shown,
): string[] {
    const { labels, screen, wrap } = shown;
    return [
        ...some(added, addedLines(text, shown)),
        ...some(removed, (path) => wrap(`${text(path)} ${wayOf(path)}`, "- ")),
        ...some(notFound, (path) => wrap(`${text(path)} ${wayOf(path)}`, "? ")),
        ...some(changed, ({ before, after }: Change<P>) => [
            ...wrap(`${text(after)} ${wayOf(after)}; before: ${wayOf(before)}`, "~ "),
            ...(isDirect(after) ? [] : hopLines(after.hops, labels, "    ", screen)),
        ]),
    ];
}

const addedLines =
    <P extends Path>(text: (path: P) => string, { labels, screen, wrap }: Shown) =>
    (path: P): string[] => [
        ...wrap(`${text(path)} ${wayOf(path)}`, "+ ").map((line) => painted(screen, "bad", line)),
        ...(isDirect(path) ? [] : hopLines(path.hops, labels, "    ", screen)),
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

const sentenceLines = (title: string, sentences: readonly string[], { wrap }: Shown): string[] =>
    sentences.length === 0
        ? []
        : [title, ...sentences.flatMap((sentence) => wrap(sentence, "- ", "  "))];
