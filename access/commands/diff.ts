import { diffJson, renderDiff } from "../render/diffText";
import { plain } from "../render/screen";
import type { Screen } from "../render/screen";
import { diffReports, outcomeOf } from "../report/reportDiff";
import { readReport } from "../report/readReport";
import type { Report, ReportAccount } from "../report/report";
import { readJsonFile } from "../sources/readJsonFile";
import type { DiffFormat } from "./answerFormats";
import { exitCode } from "./exitCode";
import { printPieces } from "./output";

export interface DiffOptions {
    /** @default `text` */
    readonly format?: DiffFormat;
    /** @default no terminal */
    readonly screen?: Screen;
}

/**
 * Shows which paths a change adds and removes.
 *
 * @returns the exit code: 0 none was added, 1 one was, 2 that cannot be determined
 */
export async function showDiff(
    before: Report,
    after: Report,
    { format = "text", screen = plain }: DiffOptions = {},
): Promise<number> {
    const changes = diffReports(before, after);
    const accounts = accountsOf(before, after);
    switch (format) {
        case "text":
            await printPieces([renderDiff(changes, accounts, screen), "\n"]);
            break;
        case "json":
            await printPieces(diffJson(changes));
            break;
        case "markdown": {
            const { diffMarkdown } = await import("../render/diffMarkdown");
            await printPieces([diffMarkdown(changes, accounts), "\n"]);
        }
    }
    return outcomeCode[outcomeOf(changes)];
}

/** What `access --format json` wrote. @throws Error that names the file and what is wrong with it */
export async function readReportFile(file: string): Promise<Report> {
    const value = await readJsonFile(file).catch((error: unknown) => {
        throw new Error(`${file} ${(error as Error).message}`);
    });
    return readReport(file, value);
}

const outcomeCode = {
    "not worse": exitCode.fine,
    worse: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;

/** Of both reports, by the names they have now. */
export const accountsOf = (before: Report, after: Report): ReportAccount[] => [
    ...new Map(
        [...before.accounts, ...after.accounts].map((account) => [account.id, account]),
    ).values(),
];
