import { expect } from "chai";

import { explanationJson, reportJson } from "../../../access/render/json";
import { readReport } from "../../../access/report/readReport";
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

describe("the report as JSON", () => {
    for (const [name, report] of Object.entries({ ours, crossed, unknown, unfinished })) {
        it(`is the whole report: ${name}`, () => {
            expect(JSON.parse(text(reportJson(report)))).to.deep.equal(report);
        });

        it(`has the same order of keys however the report was made: ${name}`, () => {
            expect(text(reportJson(reversed(report)))).to.equal(text(reportJson(report)));
        });

        it(`is taken for a report again: ${name}`, () => {
            expect(readReport("it", JSON.parse(text(reportJson(report))))).to.deep.equal(report);
        });
    }

    it("has its keys in the contract's order, and an entry a line", () => {
        const lines = text(reportJson(crossed)).split("\n");
        expect(lines.flatMap((line) => /^ {2}"(\w+)":/.exec(line)?.[1] ?? [])).to.deep.equal([
            "version",
            "boundary",
            "verdict",
            "accounts",
            "identities",
            "roles",
            "reach",
            "crossings",
            "takeovers",
            "unfinishedSearches",
            "limits",
        ]);
        expect(lines).to.include(
            '    {"id":"222222222222","name":"nonprod","environment":"nonprod"},',
        );
        expect(lines.filter((line) => line.startsWith('    {"identity"'))).to.have.length(
            crossed.reach.length + crossed.crossings.length + crossed.takeovers.length,
        );
    });

    it("comes in pieces of bounded length, so that no text is too long", () => {
        const lengths = [...reportJson(many(100, 20))].map((piece) => piece.length);
        expect(lengths.length).to.be.greaterThan(50);
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
