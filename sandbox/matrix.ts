import type { Account } from "../platform/accounts";
import type { Identity } from "../identities/identity";
import type { Role } from "../roles/role";

/** Result of one AssumeRole call. */
export type AssumeResult = "assumed" | "refused";

/** One identity, one role, one account: expected and actual result. */
export interface Cell {
    /** IAM user name. */
    readonly identity: string;
    /** IAM role name. */
    readonly role: string;
    readonly roleArn: string;
    /** Name of the account. */
    readonly account: string;
    readonly expected: AssumeResult;
    readonly actual: AssumeResult;
}

/**
 * The expected result of AssumeRole. Deliberately independent of the code that builds the trust policies, so that a fault
 * there is found.
 */
export function expectedResult(identity: Identity, role: Role, account: Account): AssumeResult {
    if (role.assumableBy === "prodIdentities" && identity.trustClass !== "prod") return "refused";
    if (role.assumableBy !== "identities" && role.assumableBy !== "prodIdentities")
        return "refused";
    if (identity.roles !== undefined && !identity.roles.includes(role.name)) return "refused";
    if (identity.trustClass === "prod") return "assumed";
    return account.environment === "nonprod" ? "assumed" : "refused";
}

/** Cells whose actual result differs from the expected one. */
export const differences = (cells: readonly Cell[]): readonly Cell[] =>
    cells.filter(({ expected, actual }) => expected !== actual);

/**
 * The matrix as text, a block per identity, a line per role, a column per account; each cell is `expected = actual`, or
 * `expected ≠ actual` where they differ.
 */
export function matrixText(cells: readonly Cell[]): string {
    const accounts = unique(cells.map(({ account }) => account));
    const roles = unique(cells.map(({ role }) => role));
    const first = Math.max(...roles.map((role) => role.length)) + 4;
    const width = Math.max("refused ≠ assumed".length, ...accounts.map((a) => a.length)) + 2;
    const line = (label: string, columns: readonly string[]): string =>
        (label.padEnd(first) + columns.map((column) => column.padEnd(width)).join("")).trimEnd();

    const blocks = unique(cells.map(({ identity }) => identity)).map((identity) => {
        const own = cells.filter((cell) => cell.identity === identity);
        const rows = roles.map((role) =>
            line(
                `  ${role}`,
                accounts.map((account) => cellText(own, role, account)),
            ),
        );
        return [line(identity, accounts), ...rows].join("\n");
    });
    return [...blocks, summary(cells)].join("\n\n");
}

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
    return wrong === 0 ? `${counts}; all as expected.` : `${counts}; ${wrong} NOT as expected.`;
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
