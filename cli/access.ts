import { Command, Option } from "commander";

import type { Report } from "../access/report/report";
import { wrap } from "../access/render/text";
import { verdictText } from "../access/render/verdict";
import { outFile, printPieces, writePieces } from "./accessOutput";
import { readSource, withAccessSource } from "./accessSource";
import type { AccessSourceOptions } from "./accessSource";
import { action, exitCode, progress, stopOnInterrupt } from "./action";

interface AccessOptions extends AccessSourceOptions {
    readonly format: keyof typeof renderers;
    readonly out?: string;
}

/** Each is loaded only if it is asked for, so that the command starts fast. */
const renderers = {
    table: async (report: Report): Promise<Iterable<string>> => {
        const { renderTable } = await import("../access/render/table");
        return [renderTable(report), "\n"];
    },
    json: async (report: Report): Promise<Iterable<string>> => {
        const { reportJson } = await import("../access/render/json");
        return reportJson(report);
    },
    html: async (report: Report): Promise<Iterable<string>> => {
        const { renderHtml } = await import("../access/render/html");
        return [renderHtml(report)];
    },
    mermaid: async (report: Report): Promise<Iterable<string>> => {
        const { renderMermaid } = await import("../access/render/mermaid");
        return [renderMermaid(report), "\n"];
    },
};

/** What the command exits with. */
const boundaryCode = {
    holds: exitCode.fine,
    crossed: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;

export const accessCommand = (): Command =>
    withAccessSource(new Command("access"))
        .description("who can reach which role and how, and whether the environment boundary holds")
        .addOption(
            new Option("--format <format>", "how to show it")
                .choices(Object.keys(renderers))
                .default("table"),
        )
        .option("--out <file>", "write to a file; the verdict is then printed to stderr")
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles access
  $ iam-profiles access --source live --read-role SecurityAudit --format html --out access.html
  $ iam-profiles access --source ./authorization-details --format json > before.json

Exit code: 0 if the environment boundary holds, 1 if it is crossed, 2 on wrong usage or if that cannot be determined.`,
        )
        .action(action(access));

async function access(options: AccessOptions): Promise<number> {
    stopOnInterrupt("nothing was written");
    const file = options.out === undefined ? undefined : await outFile(options.out);
    const organization = await readSource(options);
    const { buildReport } = await import("../access/report/buildReport");
    const report = buildReport(organization);
    const pieces = await renderers[options.format](report);
    if (file === undefined) await printPieces(pieces);
    else {
        await writePieces(file, pieces);
        progress(wrap(verdictText(report)).join("\n"));
        progress(`written to ${file}`);
    }
    return boundaryCode[report.verdict.boundary];
}
