import type { PathDiff, ReportDiff } from "../report/reportDiff";
import type { Reach, ReportAccount, Takeover } from "../report/report";
import { summaryText } from "./diffText";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import { escaped, folded, joined, pathItems } from "./markdown";
import { pathText } from "./table";

const most = { added: 20, others: 40, limits: 30 };

/**
 * A diff for a pull request: what was added with its hops, the rest folded away.
 *
 * @param accounts of both reports
 */
export function diffMarkdown(diff: ReportDiff, accounts: readonly ReportAccount[]): string {
    const labels = labelsOf(accounts);
    const crossings = new Set<Reach>(diff.addedCrossings);
    const added = [
        ...diff.reach.added.filter((path) => !crossings.has(path)),
        ...diff.takeovers.added,
    ];
    const isWorse = crossings.size + added.length > 0;
    const isToBeLookedAt = isWorse || diff.accounts.length + diff.readers.length > 0;
    const mark =
        crossings.size + diff.takeovers.added.length > 0 ? "❌" : isToBeLookedAt ? "⚠️" : "✅";
    return joined([
        [`## ${mark} ${escaped(summaryText(diff))}`],
        changes("Accounts changed", diff.accounts),
        changes("Readers of secrets changed", diff.readers),
        section("Crosses the environment boundary", [...crossings], labels),
        section("Added", added, labels),
        foldedPaths("Removed", "removed", diff, labels),
        foldedPaths("Not found again", "notFound", diff, labels),
        foldedPaths("Changed", "changed", diff, labels),
        limits("No longer evaluated", diff.limits.added),
        limits("Now evaluated", diff.limits.removed),
    ]);
}

const changes = (title: string, sentences: readonly string[]): readonly string[] =>
    sentences.length === 0
        ? []
        : [`### ${title}`, "", ...sentences.map((text) => `- ${escaped(text)}`)];

const section = (
    title: string,
    paths: readonly (Reach | Takeover)[],
    labels: Labels,
): readonly string[] =>
    paths.length === 0 ? [] : [`### ${title}`, "", ...pathItems(paths, labels, most.added)];

function foldedPaths(
    title: string,
    kind: Exclude<keyof PathDiff<Reach>, "added">,
    { reach, takeovers }: ReportDiff,
    labels: Labels,
): readonly string[] {
    const paths: readonly (Reach | Takeover)[] = [...reach[kind], ...takeovers[kind]].map((entry) =>
        "after" in entry ? entry.after : entry,
    );
    const more = paths.length - most.others;
    return paths.length === 0
        ? []
        : folded(`${title} (${paths.length})`, [
              ...paths.slice(0, most.others).map((path) => `- ${escaped(pathText(path, labels))}`),
              ...(more > 0 ? [`- and ${more} more`] : []),
          ]);
}

const limits = (title: string, sentences: readonly string[]): readonly string[] =>
    sentences.length === 0
        ? []
        : folded(
              `${title} (${sentences.length})`,
              sentences.slice(0, most.limits).map((limit) => `- ${escaped(limit)}`),
          );
