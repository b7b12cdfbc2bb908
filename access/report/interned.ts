import type { Hop } from "../paths/hop";
import type { StatementReference } from "../policy/document";
import { index, listOf, object, oneOf, text } from "./checks";
import type { Check, Fault } from "./checks";
import { commonKeys, laterKeys } from "./reportChecks";
import type { Report } from "./report";

/** A report as version 2 writes it: numbers are positions in its tables. */
export interface InternedReport extends Omit<Report, "reach" | "crossings" | "takeovers"> {
    readonly arns: readonly string[];
    readonly steps: readonly Pick<Hop, "kind" | "action">[];
    readonly statements: readonly StatementReference[];
    /** `[step, from, to, [statement, ...]]`, and `unknown`. */
    readonly hops: readonly HopRow[];
    /** `[identity, role, hop, ...]` */
    readonly reach: readonly (readonly number[])[];
    readonly crossings: readonly InternedPath<{ readonly role: string }>[];
    readonly takeovers: readonly InternedPath<{ readonly becomes: string }>[];
}

type HopRow = readonly [number, number, number, readonly number[], string?];
type InternedPath<T> = T & { readonly identity: string; readonly hops: readonly number[] };

/** Checks a report of version 2, every position in it too. */
export const interned: Check = (value, place, fault) => {
    const faults: Parameters<Fault>[] = [];
    shape(value, place, (...found) => faults.push(found));
    for (const found of faults) fault(...found);
    if (faults.length === 0) checkPositions(value as InternedReport, fault);
};

const shape = object(
    {
        version: oneOf(2),
        ...commonKeys,
        ...laterKeys,
        arns: listOf(text),
        steps: listOf(object({ kind: text, action: text })),
        statements: listOf(object({ document: text, statement: index }, { sid: text })),
        hops: listOf((row, place, fault) => {
            if (isHopRow(row)) return;
            fault(place, row, "must be [step, from, to, [statement, ...]], and perhaps a reason");
        }),
        reach: listOf((row, place, fault) => {
            if (Array.isArray(row) && row.length >= 2 && row.every(isPosition)) return;
            fault(place, row, "must be [identity, role, hop, ...]");
        }),
        crossings: listOf(object({ identity: text, role: text, hops: listOf(index) })),
        takeovers: listOf(object({ identity: text, becomes: text, hops: listOf(index) })),
    },
    {
        provenance: object(
            {
                source: text,
                at: text,
                versions: listOf(object({ name: text, version: text })),
                digest: text,
            },
            { secretReaders: listOf(object({ arn: text, trustClass: text })) },
        ),
    },
);

const isPosition = (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= 0;

const isHopRow = (row: unknown): boolean =>
    Array.isArray(row) &&
    (row.length === 4 || (row.length === 5 && typeof row[4] === "string")) &&
    row.slice(0, 3).every(isPosition) &&
    Array.isArray(row[3]) &&
    row[3].every(isPosition);

function checkPositions(report: InternedReport, fault: Fault): void {
    const { arns, steps, statements, hops } = report;
    const within = (position: number, table: readonly unknown[], name: string, place: string) => {
        if (position < table.length) return;
        fault(place, position, `must be a position in ${name}, which has ${table.length}`);
    };
    for (const [i, [step, from, to, because]] of hops.entries()) {
        const place = `hops[${i}]`;
        within(step, steps, "steps", place);
        within(from, arns, "arns", place);
        within(to, arns, "arns", place);
        for (const one of because) within(one, statements, "statements", place);
    }
    for (const [i, [identity = 0, role = 0, ...path]] of report.reach.entries()) {
        within(identity, arns, "arns", `reach[${i}]`);
        within(role, arns, "arns", `reach[${i}]`);
        for (const hop of path) within(hop, hops, "hops", `reach[${i}]`);
    }
    for (const key of ["crossings", "takeovers"] as const) {
        for (const [i, path] of report[key].entries()) {
            for (const hop of path.hops) within(hop, hops, "hops", `${key}[${i}].hops`);
        }
    }
}

/** The report in full; its hops and statements are shared. */
export function expanded(report: InternedReport): Report {
    const { arns, steps, statements, reach, crossings, takeovers } = report;
    const at = <T>(table: readonly T[], position: number): T => table[position] as T;
    const hops = report.hops.map(([step, from, to, because, unknown]): Hop => ({
        kind: at(steps, step).kind,
        from: at(arns, from),
        to: at(arns, to),
        action: at(steps, step).action,
        because: because.map((one) => at(statements, one)),
        ...(unknown === undefined ? {} : { unknown }),
    }));
    const path = <P extends { readonly hops: readonly number[] }>(entry: P) => ({
        ...entry,
        hops: entry.hops.map((one) => at(hops, one)),
    });
    return {
        version: 2,
        ...(report.provenance === undefined ? {} : { provenance: report.provenance }),
        boundary: report.boundary,
        verdict: report.verdict,
        accounts: report.accounts,
        identities: report.identities,
        roles: report.roles,
        reach: reach.map(([identity = 0, role = 0, ...positions]) => ({
            identity: at(arns, identity),
            role: at(arns, role),
            hops: positions.map((one) => at(hops, one)),
        })),
        crossings: crossings.map(path),
        takeovers: takeovers.map(path),
        unfinishedSearches: report.unfinishedSearches,
        limits: report.limits,
    };
}
