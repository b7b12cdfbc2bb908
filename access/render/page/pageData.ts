import type { StatementReference } from "../../policy/document";
import type { Hop } from "../../paths/hop";
import { causesOf } from "../../report/causes";
import type { Cause } from "../../report/causes";
import type { Reach, Report, ReportAccount, ReportIdentity } from "../../report/report";
import { labelsOf } from "../labels";
import { causeText } from "../table";

/** A report as the page embeds it: values that repeat are stored once and referred to by index. model.mjs reads it. */
export interface PageData {
    readonly verdict: Report["verdict"];
    readonly accounts: readonly ReportAccount[];
    readonly identities: readonly ReportIdentity[];
    /** ARN (a text), name (a text), account. */
    readonly roles: readonly (readonly [number, number, number])[];
    /** Those of `roles` that are for emergencies; absent: none is. */
    readonly breakGlass?: readonly number[];
    readonly texts: readonly string[];
    readonly statements: readonly StatementRow[];
    readonly hops: readonly HopRow[];
    /** Identity, role, then the hops. */
    readonly paths: readonly (readonly number[])[];
    /** Those of `paths` that break the environment boundary, shortest first. */
    readonly crossings: readonly number[];
    /** Identity, ARN of whom it becomes (a text), then the hops. */
    readonly takeovers: readonly (readonly number[])[];
    /** What opens the crossings and takeovers: those into production first. */
    readonly causes: readonly CauseRow[];
    /** Identities whose search stopped at its limit. */
    readonly unfinishedSearches: readonly number[];
    readonly limits: readonly string[];
}

/** A cause in words, its place in `statements` each, and which of `paths` and `takeovers` it opens. */
type CauseRow = readonly [
    says: string,
    statements: readonly number[],
    paths: readonly number[],
    takeovers: readonly number[],
];

/** Document (a text), position of the statement, Sid (a text) if it has one. */
type StatementRow = readonly [number, number] | readonly [number, number, number];

/** Kind, from, to, action (texts), statements, and why it isn't certain (a text) if it isn't. */
type HopRow =
    | readonly [number, number, number, number, readonly number[]]
    | readonly [number, number, number, number, readonly number[], number];

/** @throws Error if the report names an identity, a role or an account that it doesn't list */
export function pageData(report: Report): PageData {
    const accounts = placesOf("account", report.accounts, ({ id }) => id);
    const identities = placesOf("identity", report.identities, ({ arn }) => arn);
    const roles = placesOf("role", report.roles, ({ arn }) => arn);
    const texts = new Numbering<string>();
    const text = (value: string): number => texts.of(value, value);
    const hops = new HopNumbering(text);
    const steps = (path: readonly Hop[]): number[] => path.map((hop) => hops.of(hop));

    const paths = new Numbering<readonly number[], number>();
    const path = ({ identity, role, hops: taken }: Reach): number => {
        const [from, to] = [identities(identity), roles(role)];
        return paths.of(from * report.roles.length + to, () => [from, to, ...steps(taken)]);
    };
    report.reach.forEach(path);
    const labels = labelsOf(report.accounts);
    const places = new Map(report.takeovers.map((takeover, place) => [takeover, place]));
    const cause = (found: Cause): CauseRow => [
        causeText(found, labels),
        found.statements.map((statement) => hops.ofStatement(statement)),
        found.crossings.map(path),
        found.takeovers.map((takeover) => places.get(takeover) ?? -1),
    ];
    const breakGlass = report.roles.flatMap((role, at) => (role.breakGlass === true ? [at] : []));
    return {
        ...(breakGlass.length === 0 ? {} : { breakGlass }),
        verdict: report.verdict,
        accounts: report.accounts,
        identities: report.identities,
        roles: report.roles.map(({ arn, name, account }) => [
            text(arn),
            text(name),
            accounts(account),
        ]),
        crossings: report.crossings.map(path),
        takeovers: report.takeovers.map((takeover) => [
            identities(takeover.identity),
            text(takeover.becomes),
            ...steps(takeover.hops),
        ]),
        causes: causesOf(report).map(cause),
        unfinishedSearches: report.unfinishedSearches.map(identities),
        limits: report.limits,
        texts: texts.values,
        statements: hops.statements.values,
        hops: hops.hops.values,
        paths: paths.values,
    };
}

/** Gives hops and their statements numbers. */
class HopNumbering {
    readonly hops = new Numbering<HopRow>();
    readonly statements = new Numbering<StatementRow>();

    /** Paths share their first hops. */
    private readonly numbers = new Map<Hop, number>();

    /** @param text gives texts numbers */
    constructor(private readonly text: (value: string) => number) {}

    of(hop: Hop): number {
        const number = this.numbers.get(hop) ?? this.numberOf(hop);
        this.numbers.set(hop, number);
        return number;
    }

    private numberOf({ kind, from, to, action, because, unknown }: Hop): number {
        const { text } = this;
        const names = [text(kind), text(from), text(to), text(action)] as const;
        const statements = because.map((statement) => this.ofStatement(statement));
        const row: HopRow =
            unknown === undefined ? [...names, statements] : [...names, statements, text(unknown)];
        return this.hops.of(`${names.join()};${statements.join()};${row[5] ?? ""}`, row);
    }

    ofStatement({ document, statement, sid }: StatementReference): number {
        const place = [this.text(document), statement] as const;
        const row: StatementRow = sid === undefined ? place : [...place, this.text(sid)];
        return this.statements.of(row.join(), row);
    }
}

/** Numbers distinct values from 0, by key. */
class Numbering<T, K = string> {
    readonly values: T[] = [];
    private readonly numbers = new Map<K, number>();

    of(key: K, value: T | (() => T)): number {
        const known = this.numbers.get(key);
        if (known !== undefined) return known;
        this.numbers.set(key, this.values.length);
        return this.values.push(typeof value === "function" ? (value as () => T)() : value) - 1;
    }
}

/** Where something stands in its list. */
function placesOf<T>(
    kind: string,
    list: readonly T[],
    keyOf: (item: T) => string,
): (key: string) => number {
    const places = new Map(list.map((item, place) => [keyOf(item), place]));
    return (key) => {
        const place = places.get(key);
        // An omitted path would look like "not reached".
        if (place === undefined) {
            throw new Error(
                `The report refers to the ${kind} "${key}", which is not among its ${places.size}; create the report again.`,
            );
        }
        return place;
    };
}
