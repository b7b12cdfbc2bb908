import type { Hop } from "../paths/hop";
import type { Reach, Report, Takeover } from "./report";

/** What changed between two reports. */
export interface ReportDiff {
    readonly boundary: Change<Report["boundary"]>;
    readonly reach: PathDiff<Reach>;
    /** Those of `reach.added` that break the environment boundary. */
    readonly addedCrossings: readonly Reach[];
    readonly takeovers: PathDiff<Takeover>;
    /** What is evaluated no more, and what is now: sentences. */
    readonly limits: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** Paths by who gets what: the order is that of their report. */
export interface PathDiff<P> {
    readonly added: readonly P[];
    readonly removed: readonly P[];
    /** Still there, by other hops. */
    readonly changed: readonly Change<P>[];
}

export interface Change<T> {
    readonly before: T;
    readonly after: T;
}

export function diffReports(before: Report, after: Report): ReportDiff {
    const reach = diffPaths(before.reach, after.reach, ({ role }) => role);
    const crossings = new Set(after.crossings.map(({ identity, role }) => key(identity, role)));
    return {
        boundary: { before: before.boundary, after: after.boundary },
        reach,
        addedCrossings: reach.added.filter(({ identity, role }) =>
            crossings.has(key(identity, role)),
        ),
        takeovers: diffPaths(before.takeovers, after.takeovers, ({ becomes }) => becomes),
        limits: {
            added: missingFrom(before.limits, after.limits),
            removed: missingFrom(after.limits, before.limits),
        },
    };
}

/** From good to bad. */
const boundaries: readonly Report["boundary"][] = ["holds", "unknown", "crossed"];

/**
 * Whether somebody gets at something that was out of reach before, or the environment boundary is in a worse state, since a
 * path that was there is certain now.
 */
export const isWorse = ({ boundary, reach, takeovers }: ReportDiff): boolean =>
    reach.added.length + takeovers.added.length > 0 ||
    boundaries.indexOf(boundary.after) > boundaries.indexOf(boundary.before);

function diffPaths<P extends { readonly identity: string; readonly hops: readonly Hop[] }>(
    before: readonly P[],
    after: readonly P[],
    targetOf: (path: P) => string,
): PathDiff<P> {
    const keyed = (paths: readonly P[]): ReadonlyMap<string, P> =>
        new Map(paths.map((path) => [key(path.identity, targetOf(path)), path]));
    const old = keyed(before);
    const now = keyed(after);
    return {
        added: [...now].filter(([pair]) => !old.has(pair)).map(([, path]) => path),
        removed: [...old].filter(([pair]) => !now.has(pair)).map(([, path]) => path),
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
 * Whether two paths do the same. Which statements allow it is left out: their numbers change when a document is put in
 * another order.
 */
const isSameWay = (before: readonly Hop[], after: readonly Hop[]): boolean =>
    before.length === after.length &&
    before.every((hop, i) => sameKeys.every((name) => hop[name] === after[i]?.[name]));

const sameKeys = ["kind", "from", "to", "action", "unknown"] as const;

function missingFrom(known: readonly string[], all: readonly string[]): string[] {
    const set = new Set(known);
    return all.filter((text) => !set.has(text));
}
