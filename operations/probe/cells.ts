import type { Reach, Report } from "../../access";

/** What AWS says to AssumeRole, or what the proof says that it says. */
export type Answer = "assumed" | "refused" | "unknown";

/** One question: may this identity assume this role? */
export interface Cell {
    /** ARN of the user. */
    readonly identity: string;
    /** ARN of the role. */
    readonly role: string;
    /** Name of the role's account. */
    readonly account: string;
    /** By the proof. */
    readonly expected: Answer;
}

/**
 * Every cell of the matrix: each identity with each role of the report, in its order.
 *
 * STS answers a single AssumeRole, so that a longer path is no answer of it: a role that is reached by one alone is expected to be
 * refused. If a role is reached both directly and by another single step, which no identity of this platform can take, the report may
 * show that step, and the cell becomes an alarm to look at.
 *
 * @param identities ARNs of users
 * @throws Error naming each identity that the report doesn't have
 */
export function cellsOf(report: Report, identities: readonly string[]): readonly Cell[] {
    const known = new Set(report.identities.map(({ arn }) => arn));
    const missing = identities.filter((arn) => !known.has(arn));
    if (missing.length > 0) {
        throw new Error(
            `the report has no ${missing.join(", ")}; take one of the accounts as they are: iam-profiles access --format json`,
        );
    }
    const pathOf = new Map(
        report.reach.map((path) => [`${path.identity} ${path.role}`, path] as const),
    );
    const unfinished = new Set(report.unfinishedSearches);
    const nameOf = new Map(report.accounts.map(({ id, name }) => [id, name]));
    return identities.flatMap((identity) =>
        report.roles.map(({ arn: role, account }) => ({
            identity,
            role,
            account: nameOf.get(account) ?? account,
            expected: expectedOf(pathOf.get(`${identity} ${role}`), unfinished.has(identity)),
        })),
    );
}

function expectedOf(path: Reach | undefined, isUnfinished: boolean): Answer {
    if (path === undefined) return isUnfinished ? "unknown" : "refused";
    const [hop, ...further] = path.hops;
    if (hop === undefined || further.length > 0 || hop.kind !== "AssumeRole") return "refused";
    return hop.unknown === undefined ? "assumed" : "unknown";
}
