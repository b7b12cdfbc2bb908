import { Command } from "commander";

import { diffJson, renderDiff } from "../access/render/diff";
import { diffReports, outcomeOf } from "../access/report/diff";
import { readReport } from "../access/report/readReport";
import type { Report, ReportAccount } from "../access/report/report";
import { readJsonFile } from "../access/sources/readJsonFile";
import { printPieces } from "./accessOutput";
import { readSource } from "./accessSource";
import { action, exitCode, stopOnInterrupt } from "./action";

interface DiffOptions {
    readonly json?: boolean;
}

/** What the command exits with. */
const outcomeCode = {
    "not worse": exitCode.fine,
    worse: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;

export const diffCommand = (): Command =>
    new Command("diff")
        .description("paths added and removed between two results of `access --format json`")
        .argument("<before>", "file")
        .argument("[after]", "file; default: the code's own stacks, as `access --source plan`")
        .option("--json", "print it as JSON")
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles access --format json --out before.json    # on the main branch
  $ iam-profiles diff before.json                          # with your change

Exit code: 0 if no path was added and the verdict on the environment boundary is not worse, 1 if one was or it is, 2 on
wrong usage, if a file cannot be read, or if no added path was found but a search stopped at its limit.`,
        )
        .action(action(diff));

async function diff(
    beforeFile: string,
    afterFile: string | undefined,
    options: DiffOptions,
): Promise<number> {
    stopOnInterrupt("nothing was found out");
    const before = await readReportFile(beforeFile);
    const after = afterFile === undefined ? await reportOfPlan() : await readReportFile(afterFile);
    const changes = diffReports(before, after);
    await printPieces(
        options.json === true
            ? diffJson(changes)
            : [renderDiff(changes, accountsOf(before, after)), "\n"],
    );
    return outcomeCode[outcomeOf(changes)];
}

async function reportOfPlan(): Promise<Report> {
    const organization = await readSource({ source: "plan" });
    const { buildReport } = await import("../access/report/buildReport");
    return buildReport(organization);
}

async function readReportFile(file: string): Promise<Report> {
    const value = await readJsonFile(file).catch((error: unknown) => {
        throw new Error(`${file} ${(error as Error).message}`);
    });
    return readReport(file, value);
}

/** By what they are called now. */
const accountsOf = (before: Report, after: Report): ReportAccount[] => [
    ...new Map(
        [...before.accounts, ...after.accounts].map((account) => [account.id, account]),
    ).values(),
];
