import type { Account } from "../platform/accounts";
import type { Identity } from "../identities/identity";
import type { Role } from "../roles/role";

/** Result of one AssumeRole call. */
export type AssumeResult = "assumed" | "refused";

/** One identity, one role, one account: expected and actual result. */
export interface Cell {
    /** IAM name of the user or entry role. */
    readonly identity: string;
    /** IAM role name. */
    readonly role: string;
    readonly roleArn: string;
    /** Name of the account. */
    readonly account: string;
    /** Of people, who are asked for with MFA and without it; else `undefined`. */
    readonly mfa?: "present" | "absent";
    readonly expected: AssumeResult;
    readonly actual: AssumeResult;
}

/**
 * The expected result of AssumeRole. Deliberately independent of the code that builds the trust policies, so that a fault
 * there is found.
 */
export function expectedResult(
    identity: Identity,
    role: Role,
    account: Account,
    mfa?: Cell["mfa"],
): AssumeResult {
    // People reach nothing without MFA.
    if (mfa === "absent") return "refused";
    if (role.assumableBy === "prodIdentities" && identity.trustClass !== "prod") return "refused";
    if (!["identities", "prodIdentities", "namedIdentities"].includes(role.assumableBy))
        return "refused";
    // A team's role is in some accounts, and lets in whom it names there.
    if (role.accounts !== undefined && !role.accounts.includes(account.name)) return "refused";
    const names = [role.name, `${role.name}@${account.name}`];
    if (role.assumableBy === "namedIdentities" && identity.roles === undefined) return "refused";
    if (identity.roles !== undefined && !identity.roles.some((one) => names.includes(one)))
        return "refused";
    if (identity.trustClass === "prod") return "assumed";
    // An account that is state's and nonprod's: only what makes identities is prod's alone.
    if (account.sharedWith !== undefined) {
        return role.name === "IamProfilesRole" ? "refused" : "assumed";
    }
    return account.environment === "nonprod" ? "assumed" : "refused";
}

/** Cells whose actual result differs from the expected one. */
export const differences = (cells: readonly Cell[]): readonly Cell[] =>
    cells.filter(({ expected, actual }) => expected !== actual);

/**
 * The matrix as text, a block per identity, of a person one with MFA and one without, a line per role, a column per account; each cell is `expected = actual`, or
 * `expected ≠ actual` where they differ.
 *
 * @param screenWidth columns of the terminal: accounts that don't fit are listed below
 */
export function matrixText(cells: readonly Cell[], screenWidth = Infinity): string {
    const accounts = unique(cells.map(({ account }) => account));
    const roles = unique(cells.map(({ role }) => role));
    const titles = unique(cells.map(titleOf));
    const labels = [...roles.map((role) => `  ${role}`), ...titles];
    const first = Math.max(...labels.map((label) => label.length)) + 2;
    const width = Math.max("refused ≠ assumed".length, ...accounts.map((a) => a.length)) + 2;
    // The last column needs no gap.
    const atOnce = Math.max(1, Math.floor((screenWidth + 2 - first) / width));
    const line = (label: string, columns: readonly string[]): string =>
        (label.padEnd(first) + columns.map((column) => column.padEnd(width)).join("")).trimEnd();

    const blocks = titles.flatMap((title) => {
        const own = cells.filter((cell) => titleOf(cell) === title);
        return inGroups(accounts, atOnce).map((group) =>
            [
                line(title, group),
                ...roles.map((role) =>
                    line(
                        `  ${role}`,
                        group.map((account) => cellText(own, role, account)),
                    ),
                ),
            ].join("\n"),
        );
    });
    return [...blocks, summary(cells)].join("\n\n");
}

/** What a block is of: an identity, and of a person, whether with MFA. */
const titleOf = ({ identity, mfa }: Cell): string =>
    mfa === undefined ? identity : `${identity} (${mfa === "present" ? "with" : "without"} MFA)`;

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
    size >= items.length
        ? [[...items]]
        : [items.slice(0, size), ...inGroups(items.slice(size), size)];

function cellText(cells: readonly Cell[], role: string, account: string): string {
    const cell = cells.find((c) => c.role === role && c.account === account);
    if (cell === undefined) return "";
    const sign = cell.expected === cell.actual ? "=" : "≠";
    return `${cell.expected} ${sign} ${cell.actual}`;
}

function summary(cells: readonly Cell[]): string {
    const wrong = differences(cells).length;
    const assumed = cells.filter(({ actual }) => actual === "assumed").length;
    const counts = `${cells.length} cells (expected = actual): ${assumed} assumed, ${cells.length - assumed} refused by STS`;
    const people = cells.some(({ mfa }) => mfa === "absent")
        ? " Every role must refuse people without MFA."
        : "";
    return `${counts}; ${wrong === 0 ? "all as expected" : `${wrong} NOT as expected`}.${people}`;
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
