import { expect } from "chai";
import * as fc from "fast-check";

import { buildReport, readOrganization } from "../../../access";
import type { Report } from "../../../access";
import { listedAlike, singledOut } from "../../../access/organization/alike/mentions";
import { namesPrincipals, treatsIdsAsNames } from "../../../access/organization/alike/opacity";
import { representatives } from "../../../plan/alike/representatives";
import { planDocuments } from "../../../plan/planSource";
import type { PlanDocuments } from "../../../plan/planSource";
import { runs, seed } from "../../support/seed";
import cases from "./alike.cases.json";
import { platforms } from "./platforms";
import type { Platform } from "./platforms";

/** As the pack's proof does. */
function reportOf({ accounts, detailsOf }: PlanDocuments, { waived }: Platform): Report {
    const organization = readOrganization(accounts, detailsOf);
    if (waived.length === 0) return buildReport(organization);
    return buildReport(organization, (hop) =>
        waived.some(({ from, to }) => hop.from === from && hop.to === to),
    );
}

/** Who crosses into what, but for which of the accounts that are alike it is. */
function crossingsOf(
    { crossings, takeovers }: Report,
    leftOut: ReadonlyMap<string, string>,
): readonly string[] {
    const named = [
        ...crossings.map(({ identity, role }) => `${identity} -> ${role}`),
        ...takeovers.map(({ identity, becomes }) => `${identity} => ${becomes}`),
    ].map((text) => text.replace(/\d{12}/g, (id) => leftOut.get(id) ?? id));
    return [...new Set(named)].sort();
}

describe("two accounts of a kind for all of it", () => {
    it("prove what all accounts prove", () => {
        const seen = { reduced: 0, whole: 0, holds: 0, crossed: 0, unknown: 0 };
        fc.assert(
            fc.property(platforms, (platform) => {
                const { documents, standsFor } = representatives(platform, platform.waived);
                const found = reportOf(documents, platform);
                const all = reportOf(planDocuments(platform.all), platform);
                // Any account that was left out is the first that stands for it.
                const leftOut = new Map(
                    [...standsFor]
                        .reverse()
                        .flatMap(([id, others]) => others.map((other) => [other.id, id] as const)),
                );
                expect(found.verdict.boundary).to.equal(all.verdict.boundary);
                expect(crossingsOf(found, leftOut)).to.deep.equal(crossingsOf(all, leftOut));
                expect(found.accounts.length + leftOut.size).to.equal(all.accounts.length);
                seen[leftOut.size > 0 ? "reduced" : "whole"]++;
                if (leftOut.size > 0) seen[found.verdict.boundary]++;
            }),
            { seed, numRuns: runs(300) },
        );
        expect(Math.min(seen.reduced, seen.whole, seen.holds, seen.crossed)).to.be.greaterThan(
            runs(10),
        );
    });

    it("give the same report and digest as all accounts", () => {
        const seen = { instantiated: 0, whole: 0 };
        fc.assert(
            fc.property(platforms, (platform) => {
                const { like, documents, unabridged } = representatives(platform, platform.waived);
                if (like.size === 0) return;
                const { accounts, detailsOf } = planDocuments(platform.all);
                const all = readOrganization(accounts, detailsOf);
                const alike = { like, details: unabridged.detailsOf };
                const reduced = readOrganization(accounts, documents.detailsOf, { alike });
                const report = buildReport(all);
                expect(buildReport(reduced)).to.deep.equal(report);
                expect(reduced.digest()).to.equal(all.digest());
                seen[report.verdict.boundary === "holds" ? "instantiated" : "whole"]++;
            }),
            { seed, numRuns: runs(200) },
        );
        expect(Math.min(seen.instantiated, seen.whole)).to.be.greaterThan(runs(5));
    });

    for (const { name, documents, isJudged } of cases.opacity) {
        it(`${isJudged ? "takes" : "doesn't take"} ids for names alone: ${name}`, () => {
            expect(treatsIdsAsNames(documents)).to.equal(isJudged);
        });
    }

    for (const { name, documents, isNamed } of cases.principals) {
        it(`${isNamed ? "finds" : "doesn't find"} every principal named: ${name}`, () => {
            expect(namesPrincipals(documents)).to.equal(isNamed);
        });
    }

    for (const { name, documents, parts } of cases.listedAlike) {
        it(`divides a kind: ${name}`, () => {
            const found = listedAlike(documents, [new Set(cases.kind)]);
            expect(found.map((ids) => [...ids])).to.deep.equal(parts);
        });
    }

    for (const { name, documents, found } of cases.singledOut) {
        it(`singles out ${name}`, () => {
            const kinds = [new Set(cases.kind)];
            expect([...singledOut(documents, kinds)].sort()).to.deep.equal(found);
        });
    }
});
