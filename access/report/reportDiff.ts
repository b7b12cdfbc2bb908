import type { Hop } from "../paths/hop";
import { accountChanges } from "./accountChanges";
import { readerChanges } from "./readerChanges";
import type { Reach, Report, Takeover } from "./report";
import type { Verdict } from "./verdict";

/** What changed between two reports. */
export interface ReportDiff {
    readonly verdict: Change<Verdict>;
    /** Accounts that are new, gone, or have another environment, name or id: sentences. */
    readonly accounts: readonly string[];
    /** Principals that the configuration lets read secrets, or no longer lets: sentences. */
    readonly readers: readonly string[];
    readonly reach: PathDiff<Reach>;
    /** Those of `reach.added` that break the environment boundary. */
    readonly addedCrossings: readonly Reach[];
    readonly takeovers: PathDiff<Takeover>;
    /** ARNs of the identities whose search stopped at its limit in the later report: paths may have been added. */
    readonly unfinishedSearches: readonly string[];
    /** What is no longer evaluated, and what is evaluated now: sentences. */
    readonly limits: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** Paths by identity and target, in the order of their report. */
export interface PathDiff<P> {
    readonly added: readonly P[];
    /** Those that are shown to be gone. */
    readonly removed: readonly P[];
    /** Of identities whose search isn't finished: not found again, but not ruled out. */
    readonly notFound: readonly P[];
    /** Same identity and target, other hops. */
    readonly changed: readonly Change<P>[];
}

export interface Change<T> {
    readonly before: T;
    readonly after: T;
}

export function diffReports(before: Report, after: Report): ReportDiff {
    const unfinished = new Set(after.unfinishedSearches);
    const reach = diffPaths(before.reach, after.reach, unfinished, ({ role }) => role);
    const crossings = new Set(after.crossings.map(({ identity, role }) => key(identity, role)));
    return {
        verdict: { before: before.verdict, after: after.verdict },
        accounts: accountChanges(before.accounts, after.accounts),
        readers: readerChanges(before.provenance?.secretReaders, after.provenance?.secretReaders),
        reach,
        addedCrossings: reach.added.filter(({ identity, role }) =>
            crossings.has(key(identity, role)),
        ),
        takeovers: diffPaths(
            before.takeovers,
            after.takeovers,
            unfinished,
            ({ becomes }) => becomes,
        ),
        unfinishedSearches: after.unfinishedSearches,
        limits: {
            added: missingFrom(before.limits, after.limits),
            removed: missingFrom(after.limits, before.limits),
        },
    };
}

/** From best to worst. */
const boundaries: readonly Verdict["boundary"][] = ["holds", "unknown", "crossed"];

/**
 * - `worse`: a path was added, or the verdict on the environment boundary is worse, e.g. because a path that was uncertain
 *   is certain now.
 * - `unknown`: no added path was found, but not all searches of the later report are finished.
 * - `not worse`: no path was added.
 */
export type DiffOutcome = "worse" | "unknown" | "not worse";

export function outcomeOf(diff: ReportDiff): DiffOutcome {
    const { verdict, reach, takeovers, unfinishedSearches } = diff;
    const rankOf = ({ boundary }: Verdict): number => boundaries.indexOf(boundary);
    const isWorse =
        reach.added.length + takeovers.added.length > 0 ||
        rankOf(verdict.after) > rankOf(verdict.before);
    if (isWorse) return "worse";
    return unfinishedSearches.length > 0 ? "unknown" : "not worse";
}

function diffPaths<P extends { readonly identity: string; readonly hops: readonly Hop[] }>(
    before: readonly P[],
    after: readonly P[],
    unfinished: ReadonlySet<string>,
    targetOf: (path: P) => string,
): PathDiff<P> {
    const keyed = (paths: readonly P[]): ReadonlyMap<string, P> =>
        new Map(paths.map((path) => [key(path.identity, targetOf(path)), path]));
    const old = keyed(before);
    const now = keyed(after);
    const missing = [...old].filter(([pair]) => !now.has(pair)).map(([, path]) => path);
    return {
        added: [...now].filter(([pair]) => !old.has(pair)).map(([, path]) => path),
        removed: missing.filter(({ identity }) => !unfinished.has(identity)),
        notFound: missing.filter(({ identity }) => unfinished.has(identity)),
        changed: [...now].flatMap(([pair, path]) => {
            const was = old.get(pair);
            return was === undefined || isSameWay(was.hops, path.hops)
                ? []
                : [{ before: was, after: path }];
        }),
    };
}

/** An ARN has no line break. */
const key = (identity: string, target: string): string => `${identity}\n${target}`;

/**
 * Whether two paths consist of the same hops. The statements that allow them are ignored: their positions change when a
 * document is reordered.
 */
const isSameWay = (before: readonly Hop[], after: readonly Hop[]): boolean =>
    before.length === after.length &&
    before.every((hop, i) => sameKeys.every((name) => hop[name] === after[i]?.[name]));

const sameKeys = ["kind", "from", "to", "action", "unknown"] as const;

function missingFrom(known: readonly string[], all: readonly string[]): string[] {
    const set = new Set(known);
    return all.filter((text) => !set.has(text));
}
