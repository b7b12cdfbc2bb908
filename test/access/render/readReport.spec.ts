import { expect } from "chai";

import { readReport } from "../../../access/report/readReport";
import { reportJson } from "../../../access/render/reportJson";
import cases from "./readReport.cases.json";
import type { Report } from "../../../access/report/report";
import { crossed, nonprodUser, ours, unfinished, unknown } from "./reports";

/** A report as version 1 wrote it. */
const v1 = (report: Report) => ({ ...report, version: 1 });
const interned = (report: Report) =>
    JSON.parse([...reportJson(report)].join("")) as Record<string, unknown>;

const title =
    "before.json is not a report of `iam-profiles access --format json`; create it again:";

/** A table with an entry that isn't one, or points to nothing. */
const positions: readonly {
    readonly name: string;
    readonly put: Readonly<Record<string, unknown>>;
    readonly fault: string;
}[] = [
    {
        name: "a role that isn't there",
        put: { reach: [[0, 999, 0]] },
        fault: "reach[0] is 999; must be a position in arns, which has",
    },
    {
        name: "a hop that isn't there",
        put: { reach: [[0, 1, 999]] },
        fault: "reach[0] is 999; must be a position in hops, which has",
    },
    {
        name: "a hop of a crossing that isn't there",
        put: { crossings: [{ identity: "a", role: "b", hops: [999] }] },
        fault: "crossings[0].hops is 999; must be a position in hops, which has",
    },
    {
        name: "a position below 0",
        put: { reach: [[0, -1]] },
        fault: "reach[0] is a list; must be [identity, role, hop, ...]",
    },
    {
        name: "a position that is a text",
        put: { reach: [[0, "1"]] },
        fault: "reach[0] is a list; must be [identity, role, hop, ...]",
    },
    {
        name: "a hop without statements",
        put: { hops: [[0, 0, 0]] },
        fault: "hops[0] is a list; must be [step, from, to, [statement, ...]], and perhaps a reason",
    },
    {
        name: "a hop whose statement isn't there",
        put: { hops: [[0, 0, 0, [999]]], reach: [], crossings: [], takeovers: [] },
        fault: "hops[0] is 999; must be a position in statements, which has",
    },
    {
        name: "a statement without its document",
        put: { statements: [{ statement: 0 }] },
        fault: "statements[0].document is missing; must be a string",
    },
    {
        name: "a statement without its position",
        put: { statements: [{ document: "a" }] },
        fault: "statements[0].statement is missing; must be a whole number from 0",
    },
    {
        name: "a reader of secrets without its trust class",
        put: {
            provenance: {
                ...{ source: "a", at: "b", versions: [], digest: "c" },
                secretReaders: [{ arn: "d" }],
            },
        },
        fault: "provenance.secretReaders[0].trustClass is missing; must be a string",
    },
    {
        name: "a hop whose step isn't there",
        put: { hops: [[9, 0, 0, []]], reach: [], crossings: [], takeovers: [] },
        fault: "hops[0] is 9; must be a position in steps, which has",
    },
];

describe("a report that is read", () => {
    for (const { name, faults, ...given } of cases) {
        it(`is refused, with the place of each fault: ${name}`, () => {
            const value = "change" in given ? { ...v1(ours), ...given.change } : given.value;
            expect(() => readReport("before.json", value)).to.throw(
                [title, ...faults.map((fault) => `  - ${fault}`)].join("\n"),
            );
        });
    }

    it("is refused if a key is missing", () => {
        const { crossings, ...rest } = v1(ours);
        expect(crossings).to.deep.equal([]);
        expect(() => readReport("before.json", rest)).to.throw(
            `${title}\n  - crossings is missing; must be a list`,
        );
    });

    it("reports no more than 10 faults", () => {
        const value = { ...v1(ours), limits: Array.from({ length: 1000 }, () => 1) };
        expect(() => readReport("before.json", value)).to.throw(/^(?:.*\n){10}.*$/);
    });

    describe("of a version without verdict and unfinished searches", () => {
        const written = (report: Report): unknown => {
            const { verdict, unfinishedSearches, ...old } = v1(report);
            expect([verdict, unfinishedSearches]).not.to.include(undefined);
            return old;
        };
        const reason = "the report was written by a version that gives no reason";

        for (const [name, report, unfinishedSearches] of [
            ["holds", ours, []],
            ["is crossed", crossed, []],
            ["is unknown by uncertain paths", unknown, []],
            ["is unknown without a path", unfinished, [nonprodUser.arn]],
        ] as const) {
            it(`has the verdict of its boundary, which ${name}`, () => {
                const { boundary } = report;
                const verdict = boundary === "unknown" ? { boundary, reason } : { boundary };
                expect(readReport("before.json", written(report))).to.deep.equal({
                    ...report,
                    verdict,
                    unfinishedSearches,
                });
            });
        }
    });

    it("may have keys that aren't known", () => {
        expect(readReport("before.json", { ...v1(ours), later: 1 })).to.deep.include(ours);
    });

    describe("of version 2", () => {
        for (const { name, put, fault } of positions) {
            it(`is refused, with the place of the fault: ${name}`, () => {
                const value = { ...interned(crossed), ...put };
                expect(() => readReport("before.json", value)).to.throw(`${title}\n  - ${fault}`);
            });
        }

        it("is refused if a table is missing", () => {
            const { arns, ...rest } = interned(ours);
            expect(arns).to.be.an("array");
            expect(() => readReport("before.json", rest)).to.throw(
                `${title}\n  - arns is missing; must be a list`,
            );
        });

        it("may have keys that aren't known", () => {
            expect(readReport("it", { ...interned(crossed), later: 1 })).to.deep.equal(crossed);
        });
    });
});
