import type { Origin, Report } from "../../access";
import { overallOf, resultOf } from "./probe";
import type { CellResult, ProbedCell } from "./probe";

/** What was asked, of whom, by what, and what AWS said. It contains no credential, nor a part of one. */
export interface Evidence {
    readonly version: 1;
    readonly result: CellResult;
    /** As ISO 8601 in UTC. */
    readonly begun: string;
    readonly ended: string;
    /** Which AWS was asked. */
    readonly source: "AWS" | "sandbox";
    /** Of this program's code, `+` after it if files had changed since; absent: not known. */
    readonly commit?: string;
    readonly versions: Origin["versions"];
    /** The proof that says what was expected. */
    readonly report: {
        /** What it read, e.g. `plan` or `live`. */
        readonly source: string;
        readonly at: string;
        readonly commit?: string;
        /** Of the policy documents. */
        readonly digest: string;
        readonly boundary: Report["boundary"];
    };
    /** Calls of STS in a second, at most. */
    readonly rate: number;
    readonly counts: {
        readonly cells: number;
        readonly asExpected: number;
        readonly alarms: number;
        readonly unknown: number;
    };
    readonly cells: readonly ProbedCell[];
}

export interface EvidenceInput {
    readonly cells: readonly ProbedCell[];
    readonly report: Report;
    readonly origin: Pick<Origin, "commit" | "versions">;
    readonly source: Evidence["source"];
    readonly begun: Date;
    readonly ended: Date;
    readonly rate: number;
}

/** @throws Error if the report doesn't say where it comes from */
export function evidenceOf(input: EvidenceInput): Evidence {
    const { cells, report, origin, source, begun, ended, rate } = input;
    const { provenance, boundary } = report;
    if (provenance === undefined) {
        throw new Error("the report doesn't say where it comes from");
    }
    const count = (result: CellResult): number =>
        cells.filter((cell) => resultOf(cell) === result).length;
    return {
        version: 1,
        result: overallOf(cells),
        begun: begun.toISOString(),
        ended: ended.toISOString(),
        source,
        ...(origin.commit === undefined ? {} : { commit: origin.commit }),
        versions: origin.versions,
        report: {
            source: provenance.source,
            at: provenance.at,
            ...(provenance.commit === undefined ? {} : { commit: provenance.commit }),
            digest: provenance.digest,
            boundary,
        },
        rate,
        counts: {
            cells: cells.length,
            asExpected: count("as expected"),
            alarms: count("alarm"),
            unknown: count("unknown"),
        },
        cells,
    };
}

/** What was found, the cells that need a look first. */
export function evidenceText(evidence: Evidence): string {
    const { counts, cells, report } = evidence;
    const assumed = cells.filter(({ actual }) => actual === "assumed").length;
    const refused = cells.filter(({ actual }) => actual === "refused").length;
    const lines = (result: CellResult, title: string): string[] => {
        const found = cells.filter((cell) => resultOf(cell) === result);
        return found.length === 0 ? [] : [`${title}:`, ...found.map(cellText), ""];
    };
    return [
        ...lines("alarm", "ALARM: AWS and the proof differ"),
        ...lines("unknown", "Not determined"),
        `${counts.cells} cells: ${assumed} assumed, ${refused} refused by STS; ${sentence(counts)}.`,
        `Expected by the proof of ${report.source} (boundary: ${report.boundary}), ${report.digest}.`,
    ].join("\n");
}

const sentence = ({ alarms, unknown }: Evidence["counts"]): string =>
    alarms + unknown === 0
        ? "all as expected"
        : `${alarms} NOT as expected, ${unknown} not determined`;

function cellText({
    identity,
    role,
    account,
    expected,
    actual,
    errorCode,
    requestId,
}: ProbedCell): string {
    const name = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
    const details = [errorCode, requestId === undefined ? undefined : `request ${requestId}`];
    const known = details.filter((one) => one !== undefined);
    return (
        `  ${name(identity)} -> ${name(role)} in ${account}: expected ${expected}, is ${actual}` +
        (known.length === 0 ? "" : ` (${known.join(", ")})`)
    );
}
