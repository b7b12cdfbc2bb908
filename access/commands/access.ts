import type { Hop } from "../paths/hop";
import type { Organization } from "../organization/organization";
import { renderReport } from "../render/formats";
import type { ReportFormat } from "../render/formats";
import type { Locate } from "../report/locate";
import { plain, wrapTo } from "../render/screen";
import type { TableOptions } from "../render/table";
import { verdictText } from "../render/verdict";
import type { Since } from "../render/page/provenance";
import { buildReportInTurns } from "../report/buildReport";
import { diffReports } from "../report/reportDiff";
import type { Origin } from "../report/provenance";
import type { Report } from "../report/report";
import { accountsOf } from "./diff";
import { doInTurns } from "./doInTurns";
import { exitCode } from "./exitCode";
import { outFile, printPieces, writePieces } from "./output";
import { noProgress } from "./progress";
import type { ProgressLine } from "./progress";
import type { RunningTimeLimit } from "./timeLimit";

export interface AccessOptions extends TableOptions {
    readonly format: ReportFormat;
    /** File to write to. @default stdout */
    readonly out?: string;
    /** File to write the report to as SARIF, besides. @default none */
    readonly sarif?: string;
    /** Whether what is not evaluated and could matter makes the boundary unknown. @default false */
    readonly strict?: boolean;
    /** Where the report comes from. */
    readonly origin: Origin;
    /** Where statements are written, once the organization is read; for `sarif`. @default not known */
    readonly locator?: (organization: Organization) => Promise<Locate>;
    /** An earlier report: the page shows what changed since. For `html` alone. */
    readonly since?: Report;
    /** Whether a hop is left out of every path. @default none is */
    readonly isLeftOut?: (hop: Hop) => boolean;
    /** When the searches stop: then what was found so far is shown. @default never */
    readonly time?: RunningTimeLimit;
    /** Shows how far the searches are. @default not shown */
    readonly showProgress?: ProgressLine;
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
    options: AccessOptions,
): Promise<number> {
    const { format, out, strict = false, origin, locator, progress } = options;
    const file = out === undefined ? undefined : await outFile(out);
    const sarif = options.sarif === undefined ? undefined : await outFile(options.sarif);
    const { time, showProgress = noProgress } = options;
    const organization = await (time === undefined ? read() : time.whileReading(read));
    const proof = buildReportInTurns(organization, {
        ...(options.isLeftOut === undefined ? {} : { isLeftOut: options.isLeftOut }),
        isStrict: strict,
        ...(time === undefined ? {} : { time }),
    });
    const proved = await doInTurns(
        proof,
        showProgress,
        ({ done, of }) => `${done} of ${of} identities searched`,
    );
    const report = {
        ...proved,
        provenance: { ...origin, digest: organization.digest() },
    };
    const locates = format === "sarif" || sarif !== undefined;
    const locate = locates ? await locator?.(organization) : undefined;
    const located = locate === undefined ? {} : { locate };
    const { since } = options;
    const pieces = await renderReport(report, format, {
        ...(since === undefined ? {} : { since: sinceOf(since, report) }),
        // A file is no terminal.
        screen: file === undefined ? (options.screen ?? plain) : plain,
        ...(options.detail === undefined ? {} : { detail: options.detail }),
        ...located,
    });
    if (sarif !== undefined) {
        await writePieces(
            sarif,
            await renderReport(report, "sarif", { screen: plain, ...located }),
        );
    }
    if (file === undefined) await printPieces(pieces);
    else {
        await writePieces(file, pieces);
        progress(wrapTo(plain)(verdictText(report)).join("\n"));
        progress(`written to ${file}`);
    }
    return boundaryCode[report.verdict.boundary];
}

const sinceOf = (before: Report, after: Report): Since => ({
    diff: diffReports(before, after),
    accounts: accountsOf(before, after),
    ...(before.provenance === undefined ? {} : { provenance: before.provenance }),
});

const boundaryCode = {
    holds: exitCode.fine,
    crossed: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;
