import type { LeftOut } from "../organization/organization";
import type { Hop } from "../paths/hop";
import type { Report, ReportRole } from "./report";

/**
 * A report on all accounts from one on those that stand for them: what is true of an account is true of those that are like it.
 *
 * @returns `undefined` if that can't be said: something crosses or may, or what is said of one such account stands beside what is said
 *     of others
 */
export function instantiate(report: Report, { all, like }: LeftOut): Report | undefined {
    const standing = new Set(like.values());
    const names = (text: string): boolean => [...standing].some((id) => text.includes(`:${id}:`));
    if (
        report.verdict.boundary !== "holds" ||
        report.identities.some(({ account }) => standing.has(account)) ||
        report.limits.some(names)
    ) {
        return undefined;
    }
    const renames = all.map(({ id }) => renameOf(like.get(id), id));
    const rolesOf = byAccount(report.roles, ({ account }) => account);
    const roleAccount = new Map(report.roles.map(({ arn, account }) => [arn, account]));
    const reachOf = new Map(
        [...byAccount(report.reach, ({ identity }) => identity)].map(
            ([identity, entries]) =>
                [identity, byAccount(entries, ({ role }) => roleAccount.get(role) ?? "")] as const,
        ),
    );
    return {
        ...report,
        accounts: all.map(({ id, name, environment }) => ({ id, name, environment })),
        roles: renames.flatMap(({ from, to, text }) =>
            (rolesOf.get(from) ?? []).map((role): ReportRole =>
                from === to ? role : { ...role, arn: text(role.arn), account: to },
            ),
        ),
        reach: report.identities.flatMap(({ arn }) =>
            renames.flatMap(({ from, to, text, hop }) =>
                (reachOf.get(arn)?.get(from) ?? []).map((entry) =>
                    from === to
                        ? entry
                        : { ...entry, role: text(entry.role), hops: entry.hops.map(hop) },
                ),
            ),
        ),
    };
}

/** How what is said of an account is said of another. */
interface Rename {
    readonly from: string;
    readonly to: string;
    readonly text: (text: string) => string;
    readonly hop: (hop: Hop) => Hop;
}

function renameOf(like: string | undefined, to: string): Rename {
    const from = like ?? to;
    const text = (value: string): string => value.replaceAll(from, to);
    // Reports share hops and statements, so that what is written once stays one object.
    const hops = new Map<Hop, Hop>();
    const statements = new Map<Hop["because"][number], Hop["because"][number]>();
    const statement = (one: Hop["because"][number]): Hop["because"][number] => {
        if (!one.document.includes(from)) return one;
        const renamed = statements.get(one) ?? { ...one, document: text(one.document) };
        statements.set(one, renamed);
        return renamed;
    };
    const hop = (one: Hop): Hop => {
        const renamed = hops.get(one) ?? {
            ...one,
            from: text(one.from),
            to: text(one.to),
            because: one.because.map(statement),
        };
        hops.set(one, renamed);
        return renamed;
    };
    return { from, to, text, hop };
}

function byAccount<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, T[]> {
    const found = new Map<string, T[]>();
    for (const entry of entries) {
        const key = keyOf(entry);
        const listed = found.get(key);
        if (listed === undefined) found.set(key, [entry]);
        else listed.push(entry);
    }
    return found;
}
