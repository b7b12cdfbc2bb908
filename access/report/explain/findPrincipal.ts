const mostNear = 3;
const mostListed = 10;

/** A principal to search for: its ARN, its name, which need not be unique, and its account. */
export interface NamedPrincipal {
    readonly arn: string;
    readonly name: string;
    readonly account: { readonly id: string; readonly name: string };
}

/** What was found, and whether a session of it was asked for. */
export interface FoundPrincipal<T> {
    readonly entry: T;
    readonly isSession: boolean;
}

/** `arn:aws:sts::222222222222:assumed-role/Role/session`; the role's path is not in it. */
const sessionArn = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)(?:\/.*)?$/;
const iamArn = /^arn:[^:]+:iam::(\d{12}):(?:user|role)\/(?:.*\/)?([^/]+)$/;
const nameAtAccount = /^([^@]+)@([^@]+)$/;

/**
 * The one principal that a text means: a name, `NAME@ACCOUNT` with the account's name or id, the ARN of a user or role, or
 * the ARN of a session of a role.
 *
 * @param what as messages name it, e.g. `IDENTITY`
 * @param wanted case counts, as in IAM
 * @throws Error if there is none, with the nearest, or more than one, with each
 */
export function findPrincipal<T extends NamedPrincipal>(
    what: string,
    wanted: string,
    entries: readonly T[],
): FoundPrincipal<T> {
    if (entries.length === 0) throw new Error(`${what} "${wanted}" not found; there is none`);
    const [, sessionAccount, sessionOf] = sessionArn.exec(wanted) ?? [];
    if (sessionAccount !== undefined && sessionOf !== undefined) {
        const entry = one(what, wanted, entries, inAccount(sessionOf, sessionAccount, "role"));
        return { entry, isSession: true };
    }
    const exact = entries.filter(({ arn, name }) => arn === wanted || name === wanted);
    if (exact.length > 0 || wanted.includes(":")) {
        return {
            entry: one(what, wanted, entries, (entry) => exact.includes(entry)),
            isSession: false,
        };
    }
    const [, name = "", account = ""] = nameAtAccount.exec(wanted) ?? [];
    if (name !== "") requireAccount(what, wanted, account, entries);
    return { entry: one(what, wanted, entries, inAccount(name, account)), isSession: false };
}

/** As a person may type it, where the name alone is not unique. */
export const shortName = ({ name, account }: NamedPrincipal): string => `${name}@${account.name}`;

const inAccount =
    (name: string, account: string, kind = "") =>
    (entry: NamedPrincipal): boolean =>
        entry.name === name &&
        (entry.account.id === account || entry.account.name === account) &&
        entry.arn.includes(`:${kind}`);

function one<T extends NamedPrincipal>(
    what: string,
    wanted: string,
    entries: readonly T[],
    isMeant: (entry: T) => boolean,
): T {
    const [found, ...others] = entries.filter(isMeant);
    if (found === undefined) return missing(what, wanted, entries);
    if (others.length === 0) return found;
    const all = [found, ...others];
    const short = all.map(shortName);
    // A user and a role of one account may have the same name.
    const texts = new Set(short).size === short.length ? short : all.map(({ arn }) => arn);
    const more = texts.length - mostListed;
    throw new Error(
        [
            `${what} "${wanted}" is the name of ${all.length}; say which:`,
            ...texts.slice(0, mostListed).map((text) => `  ${text}`),
            ...(more > 0 ? [`  and ${more} more`] : []),
        ].join("\n"),
    );
}

/** @throws Error with the accounts that there are, if it is none of them */
function requireAccount(
    what: string,
    wanted: string,
    account: string,
    entries: readonly NamedPrincipal[],
): void {
    const accounts = new Map(entries.map((entry) => [entry.account.id, entry.account.name]));
    if (accounts.has(account) || [...accounts.values()].includes(account)) return;
    throw new Error(`${what} "${wanted}": ${noAccount(account, accounts)}`);
}

function noAccount(account: string, accounts: ReadonlyMap<string, string>): string {
    const known = [...accounts].map(([id, name]) => `${name} (${id})`);
    const more = known.length - mostListed;
    return `no account "${account}" has a user or role here; the accounts: ${known.slice(0, mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function missing(what: string, wanted: string, entries: readonly NamedPrincipal[]): never {
    const [, account, name] = sessionArn.exec(wanted) ?? iamArn.exec(wanted) ?? [];
    const accounts = new Map(entries.map((entry) => [entry.account.id, entry.account.name]));
    if (account !== undefined && !accounts.has(account)) {
        throw new Error(`${what} "${wanted}" not found: ${noAccount(account, accounts)}`);
    }
    // Of one account and the same name, it is the path that differs.
    const sameName = entries.filter((entry) => entry.account.id === account && entry.name === name);
    const texts = wanted.includes(":")
        ? (sameName.length > 0 ? sameName : entries).map(({ arn }) => arn)
        : entries.map(wanted.includes("@") ? shortName : (entry) => entry.name);
    const near = nearest(wanted, texts);
    const [hint, listed] =
        near.length > 0
            ? ["Did you mean:", near]
            : ["Nothing has a name like it; there are:", [...new Set(texts)].slice(0, mostListed)];
    throw new Error(
        `${what} "${wanted}" not found. ${hint}\n${listed.map((text) => `  ${text}`).join("\n")}`,
    );
}

/** The known texts with the smallest edit distance, nearest first; none if the nearest is another name altogether. */
function nearest(wanted: string, known: readonly string[]): string[] {
    return [...new Set(known)]
        .map((text) => ({ text, distance: editDistance(wanted, text) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, mostNear)
        .filter((_, __, [first]) => first !== undefined && isNear(wanted, first))
        .map(({ text }) => text);
}

const isNear = (
    wanted: string,
    { text, distance }: { readonly text: string; readonly distance: number },
): boolean => distance <= Math.max(wanted.length, text.length) / 2;

/**
 * Number of characters to insert, delete or replace to turn one text into another.
 *
 * @see https://en.wikipedia.org/wiki/Levenshtein_distance
 */
function editDistance(a: string, b: string): number {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            next.push(
                Math.min(
                    (next[j - 1] ?? 0) + 1,
                    (row[j] ?? 0) + 1,
                    (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
                ),
            );
        }
        row = next;
    }
    return row[b.length] ?? 0;
}
