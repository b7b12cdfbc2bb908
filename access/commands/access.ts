import type { Organization } from "../organization/organization";
import { renderReport } from "../render/formats";
import type { ReportFormat } from "../render/formats";
import { wrap } from "../render/text";
import { verdictText } from "../render/verdict";
import { buildReport } from "../report/buildReport";
import { exitCode } from "./exitCode";
import { outFile, printPieces, writePieces } from "./output";

export interface AccessOptions {
    readonly format: ReportFormat;
    /** File to write to. @default stdout */
    readonly out?: string;
    /** Whether what is not evaluated and could matter makes the boundary unknown. @default false */
    readonly strict?: boolean;
    /** Takes a line for people, who read stderr. */
    readonly progress: (line: string) => void;
}

/**
 * Shows who reaches what.
 *
 * @param read reads the organization; called once `out` is known to be writable
 * @returns the exit code: 0 the boundary holds, 1 it is crossed, 2 that cannot be determined
 * @throws what `read` throws, or Error if the file can't be written
 */
export async function showAccess(
    read: () => Promise<Organization>,
    { format, out, strict = false, progress }: AccessOptions,
): Promise<number> {
    const file = out === undefined ? undefined : await outFile(out);
    const report = buildReport(await read(), undefined, undefined, strict);
    const pieces = await renderReport(report, format);
    if (file === undefined) await printPieces(pieces);
    else {
        await writePieces(file, pieces);
        progress(wrap(verdictText(report)).join("\n"));
        progress(`written to ${file}`);
    }
    return boundaryCode[report.verdict.boundary];
}

const boundaryCode = {
    holds: exitCode.fine,
    crossed: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;
