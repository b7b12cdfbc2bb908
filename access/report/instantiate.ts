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
    // The same few texts, statements and lists of them come again for each identity.
    const text = remembered((value: string) => value.replaceAll(from, to));
    const statement = remembered((one: Statement): Statement =>
        one.document.includes(from) ? { ...one, document: text(one.document) } : one,
    );
    const because = remembered((statements: Hop["because"]) => statements.map(statement));
    const hop = remembered((one: Hop): Hop => ({
        ...one,
        from: text(one.from),
        to: text(one.to),
        because: because(one.because),
    }));
    return { from, to, text, hop };
}

type Statement = Hop["because"][number];

/** A function that gives equal arguments the same result, computed once. */
function remembered<Value, Result>(compute: (value: Value) => Result): (value: Value) => Result {
    const known = new Map<Value, Result>();
    return (value) => {
        let result = known.get(value);
        if (result === undefined) known.set(value, (result = compute(value)));
        return result;
    };
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
