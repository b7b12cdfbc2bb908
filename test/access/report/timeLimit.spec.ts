import { expect } from "chai";

import type { TrustClass } from "../../../access/organization/organization";
import { atOnce } from "../../../access/paths/turns";
import { buildReport, buildReportInTurns } from "../../../access/report/buildReport";
import { explainCell, explainInTurns } from "../../../access/report/explain/explainCell";
import type { Report } from "../../../access/report/report";
import { timeLimitTexts } from "../../../access/report/limits";
import { diffReports } from "../../../access/report/reportDiff";
import { organizationOf } from "../paths/smallOrganization";
import table from "./verdict.cases.json";

/** Time that is up when it has been asked for so often. */
function upAfter(checks: number): { isUp: () => boolean; asked: () => number } {
    let asked = 0;
    return { isUp: () => (asked += 1) > checks, asked: () => asked };
}

const limits = { nonprod: 5_000, prod: 5_000 };
const pairs = ({ reach }: Report): string[] =>
    reach.map(({ identity, role }) => `${identity} ${role}`);

describe("a proof whose time is up", () => {
    it("says how many identities of each class were searched", () => {
        const texts = (identities: readonly TrustClass[], outOfTime: readonly TrustClass[]) =>
            timeLimitTexts(7, identities, outOfTime);
        const [start, end] = [
            "Time limit reached (7 s): ",
            " were searched; the others may have further paths.",
        ];
        expect(texts(["nonprod", "prod"], [])).to.deep.equal([]);
        expect(texts(["prod", "prod"], ["prod"])).to.deep.equal([
            `${start}1 of 2 prod identities${end}`,
        ]);
        expect(texts(["nonprod", "prod", "prod"], ["prod"])).to.deep.equal([
            `${start}1 of 1 nonprod identities and 1 of 2 prod identities${end}`,
        ]);
    });

    for (const [name, small] of Object.entries(table.organizations)) {
        const organization = organizationOf(small);
        const whole = buildReport(organization, undefined, limits);
        const stopped = (checks: number): Report =>
            atOnce(
                buildReportInTurns(organization, {
                    limits,
                    time: { seconds: 7, isUp: upAfter(checks).isUp },
                }),
            );

        it(`of ${name} never holds for that reason, finds no other paths, and ends as without a limit`, () => {
            const time = upAfter(Infinity);
            atOnce(
                buildReportInTurns(organization, { limits, time: { seconds: 7, isUp: time.isUp } }),
            );
            for (let checks = 0; checks <= time.asked(); checks += 1) {
                const report = stopped(checks);
                const { unfinishedSearches, boundary } = report;
                expect(pairs(whole)).to.include.members(pairs(report));
                if (boundary !== "unknown") expect(boundary).to.equal(whole.boundary);
                // Where an identity was not searched to its end, what it reaches is not said to be all.
                for (const { arn } of report.identities) {
                    const of = ({ reach }: Report): string[] =>
                        reach.filter(({ identity }) => identity === arn).map(({ role }) => role);
                    if (!unfinishedSearches.includes(arn))
                        expect(of(report)).to.have.members(of(whole));
                }
                if (checks === time.asked()) expect(report).to.deep.equal(whole);
            }
        });
    }

    const organization = organizationOf(table.organizations.ownPolicyThenAssume);
    const inTime = (checks: number): Report =>
        atOnce(
            buildReportInTurns(organization, {
                limits,
                time: { seconds: 7, isUp: upAfter(checks).isUp },
            }),
        );

    it("says what was searched and what was not", () => {
        expect(inTime(0).verdict).to.deep.equal({
            boundary: "unknown",
            reason: "the time limit was reached before all paths of 1 nonprod identity were found or ruled out",
        });
        expect(inTime(0).limits[0]).to.equal(
            "Time limit reached (7 s): 0 of 1 nonprod identities and 0 of 1 prod identities were searched; the others may have further paths.",
        );
        expect(inTime(0).unfinishedSearches).to.have.length(2);
    });

    it("searches nonprod identities first, so that the boundary may hold all the same", () => {
        const reports = Array.from({ length: 20 }, (_, checks) => inTime(checks));
        const last = reports.find(({ boundary }) => boundary === "holds");
        expect(last?.limits[0]).to.match(/: 1 of 1 nonprod identities and 0 of 1 prod /);
    });

    it("has paths that are not known to be gone, in a diff", () => {
        const { reach } = diffReports(buildReport(organization, undefined, limits), inTime(0));
        expect(reach.removed).to.deep.equal([]);
        expect(reach.notFound).to.have.length(1);
    });

    it("is no answer of explain, unless the path was found", () => {
        const asked = ["ops", "Admin"] as const;
        expect(explainCell(organization, ...asked).answer).to.equal("allowed");
        const early = atOnce(explainInTurns(organization, ...asked, { isTimeUp: () => true }));
        expect([early.answer, early.reason]).to.deep.equal([
            "unknown",
            "the time limit was reached before a path was found or ruled out",
        ]);
    });
});
