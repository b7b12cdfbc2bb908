import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { readForReport } from "../access/organization/alike/readForReport";
import { buildReport } from "../access/report/buildReport";

/** What one proof cost. */
export interface AccessRun {
    /** Identities x roles. */
    readonly cells: number;
    readonly reached: number;
    readonly boundary: string;
    /** From JSON text to objects. */
    readonly parseSeconds: number;
    /** From objects to the organization. */
    readonly readSeconds: number;
    /** From the organization to the report. */
    readonly reportSeconds: number;
    /** The most memory that the process had, in bytes. */
    readonly peakBytes: number;
}

/** Proves the organization in a folder and prints an `AccessRun`, in a process of its own. Its argument is the folder. */
function main(folder: string): void {
    const textOf = (name: string): string => readFileSync(path.join(folder, name), "utf8");
    const registry = textOf("accounts.json");
    const texts = readdirSync(folder)
        .filter((name) => name !== "accounts.json")
        .map((name): [string, string] => [path.basename(name, ".json"), textOf(name)]);

    const parsing = performance.now();
    const accounts: unknown = JSON.parse(registry);
    const details = new Map(texts.map(([id, text]): [string, unknown] => [id, JSON.parse(text)]));
    const reading = performance.now();
    const organization = readForReport(accounts, details);
    const reporting = performance.now();
    const report = buildReport(organization);
    const end = performance.now();

    const run: AccessRun = {
        cells: report.identities.length * report.roles.length,
        reached: report.reach.length,
        boundary: report.boundary,
        parseSeconds: (reading - parsing) / 1000,
        readSeconds: (reporting - reading) / 1000,
        reportSeconds: (end - reporting) / 1000,
        peakBytes: process.resourceUsage().maxRSS * 1024,
    };
    process.stdout.write(JSON.stringify(run));
}

main(process.argv[2] ?? "");
