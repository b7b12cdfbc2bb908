/**
 * Whether nonprod identities stay out of production. Computed once, with the report; every consumer of a report branches on
 * it and on nothing else.
 *
 * - `holds`: every path out of nonprod was ruled out.
 * - `crossed`: such a path exists, and every hop of it was evaluated.
 * - `unknown`: neither was shown; `reason` completes the sentence "unknown because ...".
 */
export type Verdict =
    | { readonly boundary: "holds" | "crossed" }
    | { readonly boundary: "unknown"; readonly reason: string };

/** Results for the targets that nonprod identities must not reach: roles outside nonprod accounts, and prod identities. */
export interface BoundaryFindings {
    /** Paths to such targets with every hop evaluated. */
    readonly certainPaths: number;
    /** Paths with a hop that could not be evaluated. */
    readonly uncertainPaths: number;
    /** Identities whose search stopped at its limit before each such target was reached or ruled out. */
    readonly unfinishedSearches: number;
    /** The same for those whose search stopped because the time was up. @default 0 */
    readonly outOfTime?: number;
    /** What is not evaluated and could matter, if that counts (`--strict`). @default 0 */
    readonly openLimits?: number;
    /** Identities that strangers may become. @default 0 */
    readonly openIdentities?: number;
    /** Sentences on what should have been read and was not. @default none */
    readonly unread?: readonly string[];
}

export function verdictOf(found: BoundaryFindings): Verdict {
    if (found.certainPaths > 0) return { boundary: "crossed" };
    const reasons = [
        ...unreadTexts(found.unread ?? []),
        ...(found.uncertainPaths > 0 ? [uncertainText(found.uncertainPaths)] : []),
        ...(found.unfinishedSearches > 0
            ? [unfinishedText("search", found.unfinishedSearches)]
            : []),
        ...(found.outOfTime ? [unfinishedText("time", found.outOfTime)] : []),
        ...(found.openIdentities ? [strangersText(found.openIdentities)] : []),
        ...(found.openLimits ? [openText(found.openLimits)] : []),
    ];
    return reasons.length === 0
        ? { boundary: "holds" }
        : { boundary: "unknown", reason: reasons.join("; ") };
}

/** The first as it is, in a sentence of others; how many more there are. */
function unreadTexts([first, ...others]: readonly string[]): readonly string[] {
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` (and ${others.length} more under "Not evaluated")`;
    return [`not everything was read: ${first.replace(/\.$/, "")}${more}`];
}

const uncertainText = (paths: number): string =>
    paths === 1
        ? "1 path depends on a policy or condition that could not be evaluated"
        : `${paths} paths depend on policies or conditions that could not be evaluated`;

const strangersText = (identities: number): string =>
    identities === 1
        ? "strangers at an identity provider may become 1 identity"
        : `strangers at identity providers may become ${identities} identities`;

const openText = (limits: number): string =>
    `${limits} ${limits === 1 ? "limit" : "limits"} of the evaluation could matter, which strict mode counts`;

const unfinishedText = (limit: "search" | "time", identities: number): string =>
    `the ${limit} limit was reached before all paths of ${identities} nonprod ${identities === 1 ? "identity" : "identities"} were found or ruled out`;
