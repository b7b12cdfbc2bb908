/**
 * Whether nonprod identities stay out of production. It is computed once, with the report; whatever reads a report
 * decides by this alone.
 *
 * - `holds`: every path out of nonprod was ruled out.
 * - `crossed`: there is such a path, and all of it was evaluated.
 * - `unknown`: neither was shown; `reason` says why, as the end of a sentence.
 */
export type Verdict =
    | { readonly boundary: "holds" | "crossed" }
    | { readonly boundary: "unknown"; readonly reason: string };

/** What the searches of nonprod identities found. Their goals: roles outside nonprod accounts, and prod identities. */
export interface BoundaryFindings {
    /** Paths to such goals with every hop evaluated. */
    readonly certainPaths: number;
    /** Paths with a hop that could not be evaluated. */
    readonly uncertainPaths: number;
    /** Identities whose search stopped at its limit before each such goal was reached or ruled out. */
    readonly unfinishedSearches: number;
}

export function verdictOf(found: BoundaryFindings): Verdict {
    if (found.certainPaths > 0) return { boundary: "crossed" };
    const reasons = [
        ...(found.uncertainPaths > 0 ? [uncertainText(found.uncertainPaths)] : []),
        ...(found.unfinishedSearches > 0 ? [unfinishedText(found.unfinishedSearches)] : []),
    ];
    return reasons.length === 0
        ? { boundary: "holds" }
        : { boundary: "unknown", reason: reasons.join("; ") };
}

const uncertainText = (paths: number): string =>
    paths === 1
        ? "1 path depends on a policy or condition that could not be evaluated"
        : `${paths} paths depend on policies or conditions that could not be evaluated`;

const unfinishedText = (identities: number): string =>
    `the search limit was reached before all paths of ${identities} nonprod ${identities === 1 ? "identity" : "identities"} were found or ruled out`;
