import { index, listOf, object, oneOf, shortText, text } from "./checks";
import type { Fault } from "./checks";
import { expanded, interned } from "./interned";
import type { InternedReport } from "./interned";
import { commonKeys, laterKeys } from "./reportChecks";
import type { Report } from "./report";
import type { Verdict } from "./verdict";

const mostFaults = 10;

/**
 * Parsed JSON of any version as a report. `verdict` and `unfinishedSearches`, which the first reports of version 1 lack,
 * are added.
 *
 * @param source as messages name it, e.g. `before.json`
 * @throws Error listing the first 10 faults, each with its place
 */
export function readReport(source: string, value: unknown): Report {
    const faults: string[] = [];
    const fault: Fault = (place, found, bound) => {
        if (faults.length < mostFaults) {
            faults.push(`${place === "" ? "it" : place} is ${shortText(found)}; ${bound}`);
        }
    };
    const isInterned = (value as { readonly version?: unknown } | null)?.version === 2;
    (isInterned ? interned : report)(value, "", fault);
    if (faults.length === 0) checkVerdict(value as WrittenReport, fault);
    if (faults.length === 0) {
        return isInterned ? expanded(value as InternedReport) : withVerdict(value as WrittenReport);
    }
    throw new Error(
        [
            `${source} is not a report of \`iam-profiles access --format json\`; create it again:`,
            ...faults.map((text) => `  - ${text}`),
        ].join("\n"),
    );
}

/** A report as some version wrote it. */
type WrittenReport = Omit<Report, "version" | "verdict" | "unfinishedSearches"> &
    Partial<Pick<Report, "verdict" | "unfinishedSearches">>;

/** A report that was edited by hand may be inconsistent. */
function checkVerdict({ boundary, verdict }: WrittenReport, fault: Fault): void {
    if (verdict === undefined) return;
    if (verdict.boundary !== boundary) {
        fault("verdict.boundary", verdict.boundary, `must be as boundary, "${boundary}"`);
    }
    if (verdict.boundary === "unknown") text(verdict.reason, "verdict.reason", fault);
}

function withVerdict(written: WrittenReport): Report {
    const { boundary, identities, crossings, takeovers } = written;
    const verdict: Verdict =
        boundary === "unknown"
            ? { boundary, reason: "the report was written by a version that gives no reason" }
            : { boundary };
    // Without a path to doubt, the boundary was unknown because searches had stopped; which ones wasn't recorded.
    const mayBeUnfinished = boundary === "unknown" && crossings.length + takeovers.length === 0;
    const unfinishedSearches = mayBeUnfinished
        ? identities.flatMap(({ arn, trustClass }) => (trustClass === "nonprod" ? [arn] : []))
        : [];
    return { verdict, unfinishedSearches, ...written, version: 2 };
}

const hops = listOf(
    object(
        {
            kind: text,
            from: text,
            to: text,
            action: text,
            because: listOf(object({ document: text, statement: index }, { sid: text })),
        },
        { unknown: text },
    ),
);
const reach = listOf(object({ identity: text, role: text, hops }));
const report = object(
    {
        version: oneOf(1, 2),
        ...commonKeys,
        reach,
        crossings: reach,
        takeovers: listOf(object({ identity: text, becomes: text, hops })),
    },
    laterKeys,
);
