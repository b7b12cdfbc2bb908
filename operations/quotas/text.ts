import { overallStatus } from "./quotaStatus";
import type { QuotaRow } from "./quotaStatus";

/** Rows as a table, and below it what needs attention, each with its next step. */
export function quotasText(rows: readonly QuotaRow[]): string {
    const cells = [
        ["ACCOUNT", "QUOTA", "CONFIGURED", "GRANTED", ""],
        ...rows.map(({ account, quota, configured, isDefault, granted, finding }) => [
            account.name,
            quota.name,
            `${configured}${isDefault ? " (default)" : ""}`,
            granted === undefined ? "not read" : String(granted),
            finding === "claims more" || finding === "grants more" ? finding : "",
        ]),
    ];
    const widths = (cells[0] ?? []).map((_, i) =>
        Math.max(...cells.map((line) => line[i]?.length ?? 0)),
    );
    const table = cells.map((line) =>
        line
            .map((cell, i) => cell.padEnd(widths[i] ?? 0))
            .join("  ")
            .trimEnd(),
    );
    return [
        ...table,
        ...section(
            "The configuration claims more than AWS grants:",
            linesOf(
                rows,
                "claims more",
                ({ quota, configured, granted }) =>
                    `${quota.name}: ${configured} configured, ${granted ?? ""} granted`,
            ),
        ),
        ...section(
            "Not read, so not known to be granted:",
            linesOf(rows, "not read", ({ quota }) => quota.name),
        ),
        ...section(
            "Room that the configuration doesn't use:",
            linesOf(rows, "grants more", ({ quota }) => quota.name),
        ),
    ].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  - ${line}`)];

/** A line for each account and message: one cause, such as an account that can't be opened, is one line. */
function linesOf(
    rows: readonly QuotaRow[],
    finding: QuotaRow["finding"],
    nameOf: (row: QuotaRow) => string,
): string[] {
    const names = new Map<string, string[]>();
    for (const row of rows.filter((one) => one.finding === finding)) {
        const key = JSON.stringify([row.account.name, row.message]);
        names.set(key, [...(names.get(key) ?? []), nameOf(row)]);
    }
    return [...names].map(([key, of]) => {
        const [account, message] = JSON.parse(key) as [string, string];
        return `${account}: ${of.join(", ")}: ${message}`;
    });
}

/** Rows as data, for scripts. */
export const quotasJson = (rows: readonly QuotaRow[]): object => ({
    version: 1,
    status: overallStatus(rows),
    quotas: rows.map(({ account, quota, configured, granted, finding, message }) => ({
        account: account.name,
        accountId: account.id,
        quota: quota.key,
        code: quota.code,
        name: quota.name,
        configured,
        granted: granted ?? null,
        finding,
        ...(message === undefined ? {} : { message }),
    })),
});
