import { expect } from "chai";

import { readReport } from "../../../access/report/readReport";
import cases from "./readReport.cases.json";
import type { Report } from "../../../access/report/report";
import { crossed, nonprodUser, ours, unfinished, unknown } from "./reports";

const title =
    "before.json is not a report of `iam-profiles access --format json`; create it again:";

describe("a report that is read", () => {
    for (const { name, faults, ...given } of cases) {
        it(`is refused, with the place of each fault: ${name}`, () => {
            const value = "change" in given ? { ...ours, ...given.change } : given.value;
            expect(() => readReport("before.json", value)).to.throw(
                [title, ...faults.map((fault) => `  - ${fault}`)].join("\n"),
            );
        });
    }

    it("is refused if a key is missing", () => {
        const { crossings, ...rest } = ours;
        expect(crossings).to.deep.equal([]);
        expect(() => readReport("before.json", rest)).to.throw(
            `${title}\n  - crossings is missing; must be a list`,
        );
    });

    it("reports no more than 10 faults", () => {
        const value = { ...ours, limits: Array.from({ length: 1000 }, () => 1) };
        expect(() => readReport("before.json", value)).to.throw(/^(?:.*\n){10}.*$/);
    });

    describe("of a version without verdict and unfinished searches", () => {
        const written = (report: Report): unknown => {
            const { verdict, unfinishedSearches, ...old } = report;
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
        expect(readReport("before.json", { ...ours, later: 1 })).to.deep.include(ours);
    });
});
