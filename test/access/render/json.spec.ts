import { expect } from "chai";

import { explanationJson, reportJsonV1 } from "../../../access/render/json";
import { reportJson } from "../../../access/render/reportJson";
import { readReport } from "../../../access/report/readReport";
import type { Report } from "../../../access/report/report";
import { explanations } from "./explanations";
import { crossed, many, ours, unfinished, unknown } from "./reports";

const text = (pieces: Iterable<string>): string => [...pieces].join("");

/** The same value, its keys in the opposite order. */
function reversed<T>(value: T): T {
    if (Array.isArray(value)) return value.map(reversed) as T;
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const);
    return Object.fromEntries(entries.reverse()) as T;
}

/** What version 1 has of a report. */
const v1 = ({ provenance, ...report }: Report) => {
    expect(provenance).to.equal(undefined);
    return { ...report, version: 1 };
};

describe("the report as JSON", () => {
    const wholes = { ours, crossed, unknown, unfinished, many: many(8, 3) };
    for (const [name, report] of Object.entries(wholes)) {
        it(`has every path of the report: ${name}`, () => {
            const parsed = JSON.parse(text(reportJson(report))) as unknown;
            expect(readReport("it", parsed)).to.deep.equal(report);
        });

        it(`is the same however the report was made: ${name}`, () => {
            expect(text(reportJson(reversed(report)))).to.equal(text(reportJson(report)));
        });

        it(`is the whole report in version 1, too: ${name}`, () => {
            const parsed = JSON.parse(text(reportJsonV1(report))) as unknown;
            expect(parsed).to.deep.equal(v1(report));
            expect(readReport("it", parsed)).to.deep.equal(report);
            expect(text(reportJsonV1(reversed(report)))).to.equal(text(reportJsonV1(report)));
        });
    }

    it("keeps where the report comes from", () => {
        const provenance = {
            source: "plan",
            at: "2026-11-25T20:00:00.000Z",
            commit: "0123abc",
            versions: [{ name: "iam-profiles", version: "0.2.0" }],
            digest: "sha256:00",
        };
        const parsed = JSON.parse(text(reportJson({ ...ours, provenance }))) as unknown;
        expect(parsed).to.have.deep.property("provenance", provenance);
        expect(readReport("it", parsed)).to.deep.equal({ ...ours, provenance });
    });

    it("has its keys in the contract's order, and an entry a line", () => {
        const lines = text(reportJson(crossed)).split("\n");
        expect(lines.flatMap((line) => /^ {2}"(\w+)":/.exec(line)?.[1] ?? [])).to.deep.equal([
            ...["version", "boundary", "verdict", "accounts", "identities", "roles"],
            ...["crossings", "takeovers", "causes", "unfinishedSearches", "limits"],
            ...["reach", "arns", "steps", "statements", "hops"],
        ]);
        expect(lines).to.include(
            '    {"id":"222222222222","name":"nonprod","environment":"nonprod"},',
        );
        const rows = lines.slice(
            lines.indexOf('  "reach": [') + 1,
            lines.indexOf('  "arns": [') - 1,
        );
        expect(rows).to.have.length(crossed.reach.length);
    });

    it("has what repeats once", () => {
        const parsed = JSON.parse(text(reportJson(many(8, 3)))) as Record<string, unknown[]>;
        for (const table of ["arns", "steps", "statements", "hops"]) {
            const entries = (parsed[table] ?? []).map((entry) => JSON.stringify(entry));
            expect(new Set(entries).size).to.equal(entries.length);
        }
    });

    it("comes in pieces of bounded length, so that no text is too long", () => {
        const lengths = [...reportJson(many(100, 20))].map((piece) => piece.length);
        expect(lengths.length).to.be.greaterThan(5);
        expect(Math.max(...lengths)).to.be.lessThan(70_000);
    });
});

describe("an explanation as JSON", () => {
    for (const [name, explanation] of Object.entries(explanations)) {
        it(`is the whole explanation: ${name}`, () => {
            const parsed = JSON.parse(text(explanationJson(explanation))) as object;
            expect(parsed).to.deep.include(explanation);
            expect(parsed).to.have.property("version", 1);
            expect(parsed).to.have.property("answer");
        });
    }
});
