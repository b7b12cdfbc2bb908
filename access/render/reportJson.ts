import type { Hop } from "../paths/hop";
import type { StatementReference } from "../policy/document";
import { causesOf } from "../report/causes";
import type { Reach, Report, Takeover } from "../report/report";
import { Rows, json } from "./json";

/**
 * The report as JSON of version 2, in pieces: keys in the contract's order, one list entry per line.
 *
 * Hundreds of thousands of paths share a few statements, so that what repeats stands once: `arns`, `steps`, `statements` and
 * `hops` are tables, and a number elsewhere is a position in one of them, from 0. A row of `hops` is `[step, from, to,
 * [statement, ...]]`, and why it is uncertain, if it is; a row of `reach` is `[identity, role, hop, ...]`.
 */
export function reportJson(report: Report): Generator<string> {
    const tables = new Tables();
    const path = <P extends Reach | Takeover>({ hops, ...ends }: P) => ({
        ...ends,
        hops: hops.map(tables.hop),
    });
    const crossings = report.crossings.map(path);
    const takeovers = report.takeovers.map(path);
    const positions = new Map<Reach | Takeover, number>([
        ...report.crossings.map((entry, i) => [entry, i] as const),
        ...report.takeovers.map((entry, i) => [entry, i] as const),
    ]);
    const causes = causesOf(report).map((cause) => ({
        ...cause,
        statements: cause.statements.map(tables.statement),
        crossings: cause.crossings.map((entry) => positions.get(entry)),
        takeovers: cause.takeovers.map((entry) => positions.get(entry)),
    }));
    return json([
        ["version", report.version],
        ["boundary", report.boundary],
        ["verdict", report.verdict],
        ...(report.provenance === undefined ? [] : [["provenance", report.provenance] as const]),
        ["accounts", report.accounts],
        ["identities", report.identities],
        ["roles", report.roles],
        ["crossings", crossings],
        ["takeovers", takeovers],
        ["causes", causes],
        ["unfinishedSearches", report.unfinishedSearches],
        ["limits", report.limits],
        // The tables come last: they are complete once every path is written.
        ["reach", new Rows(reachRows(report, tables))],
        ["arns", new Rows(tables.arns)],
        ["steps", tables.steps],
        ["statements", tables.statements],
        ["hops", new Rows(tables.hops)],
    ]);
}

function* reachRows({ reach }: Report, tables: Tables): Generator<string> {
    for (const { identity, role, hops } of reach) {
        let row = `[${tables.arn(identity)},${tables.arn(role)}`;
        for (const hop of hops) row += `,${tables.hop(hop)}`;
        yield `${row}]`;
    }
}

/** What repeats, each once. */
class Tables {
    /** As JSON. */
    readonly arns: string[] = [];
    readonly steps: Pick<Hop, "kind" | "action">[] = [];
    readonly statements: StatementReference[] = [];
    /** As JSON. */
    readonly hops: string[] = [];
    private readonly arnAt = new Map<string, number>();
    private lastStep = -1;
    private readonly stepAt = new Map<string, number>();
    private readonly statementAt = new Map<string, number>();
    /** A statement's references are usually one object. */
    private readonly referenceAt = new Map<StatementReference, number>();
    /** By `from`, then `to`: nearly every hop is the only one between its ends, so that few rows are hashed. */
    private readonly hopBetween: Map<number, number>[] = [];
    private readonly hopAt = new Map<string, number>();

    readonly arn = (arn: string): number => {
        const known = this.arnAt.get(arn);
        if (known !== undefined) return known;
        this.arnAt.set(arn, this.arns.length);
        return this.arns.push(JSON.stringify(arn)) - 1;
    };

    readonly statement = (reference: StatementReference): number => {
        const known = this.referenceAt.get(reference);
        if (known !== undefined) return known;
        const { document, statement, sid } = reference;
        const key = `${statement} ${sid ?? ""}\n${document}`;
        const position = positionOf(key, this.statementAt, () => this.statements.push(reference));
        this.referenceAt.set(reference, position);
        return position;
    };

    private step(kind: string, action: string): number {
        const { kind: lastKind, action: lastAction } = this.steps[this.lastStep] ?? {};
        if (lastKind !== kind || lastAction !== action) {
            this.lastStep = positionOf(`${kind} ${action}`, this.stepAt, () =>
                this.steps.push({ kind, action }),
            );
        }
        return this.lastStep;
    }

    readonly hop = ({ kind, action, from, to, because, unknown }: Hop): number => {
        const step = this.step(kind, action);
        const [fromAt, toAt] = [this.arn(from), this.arn(to)];
        const why = unknown === undefined ? "" : `,${JSON.stringify(unknown)}`;
        const row = `[${step},${fromAt},${toAt},[${because.map(this.statement).join(",")}]${why}]`;
        const between = (this.hopBetween[fromAt] ??= new Map<number, number>());
        const first = between.get(toAt);
        if (first === undefined) {
            between.set(toAt, this.hops.length);
            return this.hops.push(row) - 1;
        }
        if (this.hops[first] === row) return first;
        return positionOf(row, this.hopAt, () => this.hops.push(row));
    };
}

/** @param add adds a new entry and returns how many there are then */
function positionOf(key: string, known: Map<string, number>, add: () => number): number {
    const found = known.get(key);
    if (found !== undefined) return found;
    const position = add() - 1;
    known.set(key, position);
    return position;
}
