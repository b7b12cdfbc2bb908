import { expect } from "chai";

import { labelsOf } from "../../../../access/render/labels";
import { causeText } from "../../../../access/render/table";
import { causesOf } from "../../../../access/report/causes";
import type { Report } from "../../../../access/report/report";
import { modelOf, page, reachOf, reportOf, statementOf } from "./pageModel";
import { crossed, holds, hostile, many, manyCrossed, unfinished, unknown } from "./reports";

describe("the page's data", () => {
    for (const [name, make] of Object.entries({
        holds,
        crossed,
        unknown,
        unfinished,
        hostile,
        "many accounts": () => many(9, 4),
    })) {
        it(`says all that the report says: ${name}`, () => {
            const report = make();
            const model = modelOf(report);
            expect(reportOf(model)).to.deep.equal({
                verdict: report.verdict,
                accounts: report.accounts,
                identities: report.identities,
                roles: report.roles,
                crossings: report.crossings,
                takeovers: report.takeovers,
                unfinishedSearches: report.unfinishedSearches,
                limits: report.limits,
            });
            const reached = model.identities.flatMap((_, identity) =>
                model.roles.flatMap((__, role) => {
                    const { path } = model.cell(identity, role);
                    return path === -1 ? [] : [reachOf(model, path)];
                }),
            );
            expect(reached).to.have.deep.members([...report.reach]);
        });
    }

    it("keeps a hop apart from the same one that isn't certain", () => {
        const [certain, uncertain] = [crossed(), unknown()];
        const model = modelOf({
            ...certain,
            crossings: [],
            takeovers: [...certain.takeovers, ...uncertain.takeovers],
        });
        expect(model.takeovers.map((takeover) => takeover.uncertain)).to.deep.equal([false, true]);
    });

    it("keeps a crossing that is not among what is reached", () => {
        const report = crossed();
        const model = modelOf({ ...report, reach: holds().reach });
        expect(model.crossings.map((path) => reachOf(model, path))).to.deep.equal(report.crossings);
        expect(model.cell(0, 0)).to.include({ hops: 1, crosses: true, uncertain: false });
    });

    it("says which cells cross, and which of them are not certain", () => {
        expect(modelOf(crossed()).cell(0, 1)).to.include({
            hops: 3,
            crosses: true,
            uncertain: false,
        });
        expect(modelOf(unknown()).cell(0, 1)).to.include({
            hops: 3,
            crosses: true,
            uncertain: true,
        });
        expect(modelOf(holds()).cell(0, 1)).to.include({ path: -1, unknown: false });
        expect(modelOf(holds()).cell(1, 1)).to.include({ hops: 1, crosses: false });
    });

    it("marks as unknown what an unfinished search didn't find, and nothing else", () => {
        const model = modelOf(unfinished());
        const marksOf = (identity: number) =>
            model.roles.map((_, role) => page.roleMark(model.cell(identity, role)).text);
        expect(marksOf(0)).to.deep.equal([
            ...Array<string>(6).fill("?"),
            ...["yes", "yes", "yes", "yes", "yes", "2"],
            ...Array<string>(6).fill("?"),
        ]);
        expect(marksOf(1)).not.to.include.members(["?", "-"]);
        const ofAccount = (identity: number, roles: number[]) => {
            const { text, says } = page.accountMark(page.summaryOf(model, identity, roles));
            return [text, says];
        };
        expect(ofAccount(0, [0, 1])).to.deep.equal(["?", "2 of 2 roles unknown"]);
        expect(ofAccount(0, [5, 6])).to.deep.equal([
            "1/2?",
            "reached, 1 of 2 roles, 1 more unknown",
        ]);
    });

    it("compares accounts without taking unknown for not reached", () => {
        const [finished, stopped] = [holds(), unfinished()];
        const nonprod = finished.accounts.map((account) => ({
            ...account,
            environment: "nonprod" as const,
        }));
        const differencesOf = (report: Report) =>
            page
                .differencesBetween(modelOf({ ...report, accounts: nonprod }), 2, 1)
                .map(({ here }) => here);
        expect(new Set(differencesOf(finished))).to.deep.equal(new Set(["not reached"]));
        expect(new Set(differencesOf(stopped))).to.deep.equal(new Set(["unknown"]));
    });

    it("names what an ARN is of, ours or not", () => {
        const model = modelOf(holds());
        const foreign = "arn:aws:iam::999999999999:role/a/b/Foreign";
        expect(model.nameOf(model.roles[0]?.arn ?? "")).to.equal("PSKIamProfilesRole");
        expect(model.nameOf(foreign)).to.equal("Foreign");
        expect(model.accountNameOf("arn:aws:iam::222222222222:user/x")).to.equal("nonprod");
        expect(model.accountNameOf(foreign)).to.equal("999999999999");
    });

    it("has the causes that the report's text has, with every crossing and takeover once", () => {
        for (const report of [crossed(), unknown(), hostile(), manyCrossed(9, 4)]) {
            const model = modelOf(report);
            const labels = labelsOf(report.accounts);
            expect(model.causes.map(({ says }) => says)).to.deep.equal(
                causesOf(report).map((cause) => causeText(cause, labels)),
            );
            expect(model.causes.map(({ statements }) => statements.map(statementOf))).to.deep.equal(
                causesOf(report).map(({ statements }) => statements),
            );
            const paths = model.causes.flatMap((cause) => cause.paths);
            expect(paths).to.have.members([...model.crossings]);
            expect(new Set(paths).size).to.equal(model.crossings.length);
            const takeovers = model.causes.flatMap((cause) => cause.takeovers);
            expect(takeovers).to.have.members([...model.takeovers.keys()]);
        }
        expect(modelOf(holds()).causes).to.deep.equal([]);
    });
});
