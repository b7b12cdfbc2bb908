import type { StatusRow } from "./status";

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

/** Rows as a table. */
export function statusText(rows: readonly StatusRow[]): string {
    const cells = [
        columns.map(([title]) => title),
        ...rows.map((row) => columns.map(([, text]) => text(row))),
    ];
    const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
    return cells
        .map((line) =>
            line
                .map((cell, i) => cell.padEnd(widths[i] ?? 0))
                .join("  ")
                .trimEnd(),
        )
        .join("\n");
}
