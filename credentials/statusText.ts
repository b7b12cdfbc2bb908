import type { StatusRow } from "./statusRows";

type Column = readonly [title: string, text: (row: StatusRow) => string];

const columns: readonly [Column, Column, ...Column[]] = [
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

/**
 * Rows as a table; where that is wider than the terminal, each as a few lines.
 *
 * @param screenWidth columns of the terminal
 */
export function statusText(rows: readonly StatusRow[], screenWidth = Infinity): string {
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
    const isWide = lines.some((line) => line.length > screenWidth);
    const shown = isWide ? rows.map(blockOf) : lines;
    if (rows.some(({ verified }) => verified === false)) shown.push(notVerified);
    return shown.join("\n");
}

/** A row below its identity and class; what it doesn't have is left out. */
function blockOf(row: StatusRow): string {
    const [[, identity], [, trustClass], ...others] = columns;
    const facts = others
        .map(([title, text]) => [title.toLowerCase(), text(row)] as const)
        .filter(([, text]) => text !== "-")
        .map(([title, text]) => `${title} ${text}`);
    const attention = facts.filter((fact) => fact.startsWith("attention "));
    const rest = facts.filter((fact) => !attention.includes(fact));
    return [
        `${identity(row)} (${trustClass(row)})`,
        ...[rest.join(", "), ...attention].filter((line) => line !== "").map((line) => `  ${line}`),
    ].join("\n");
}
