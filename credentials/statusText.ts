import type { StatusRow } from "./statusRows";

const columns: readonly (readonly [string, (row: StatusRow) => string])[] = [
    ["IDENTITY", ({ identity }) => identity],
    ["CLASS", ({ trustClass }) => trustClass],
    ["KEY", ({ key }) => key ?? "-"],
    ["STATE", ({ state }) => state ?? "-"],
    ["AGE", ({ ageDays }) => (ageDays === undefined ? "-" : `${ageDays} d`)],
    ["LAST USED", ({ lastUsed }) => lastUsed?.slice(0, 10) ?? "-"],
    ["STAGE", ({ stage }) => stage ?? "-"],
    ["DUE", ({ due }) => due?.slice(0, 10) ?? "-"],
    ["ATTENTION", ({ problems }) => (problems.length === 0 ? "-" : problems.join("; "))],
];

const notVerified =
    "Not verified: whether the stored credentials work, and whose they are; --verify asks, as one who may read them.";

/** Rows as a table. */
export function statusText(rows: readonly StatusRow[]): string {
    const cells = [
        columns.map(([title]) => title),
        ...rows.map((row) => columns.map(([, text]) => text(row))),
    ];
    const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
    const lines = cells.map((line) =>
        line
            .map((cell, i) => cell.padEnd(widths[i] ?? 0))
            .join("  ")
            .trimEnd(),
    );
    if (rows.some(({ verified }) => verified === false)) lines.push(notVerified);
    return lines.join("\n");
}
