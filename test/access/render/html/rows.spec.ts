import { expect } from "chai";

import type { Reach, Report } from "../../../../access/report/report";
import { all, modelOf, page } from "./pageModel";
import type { Filters } from "./pageScript";
import { crossed, many, manyCrossed, unknown } from "./reports";

describe("the page's matrix", () => {
    const model = modelOf(many(9, 4));
    const view = (filters: Partial<Filters>, unfolded: number[] = [], of = model) =>
        page.viewOf(
            of,
            { ...all, ...filters },
            {
                likeness: page.likenessOf(of),
                isUnfolded: (account) => unfolded.includes(account),
                differs: (account) => account === 8,
            },
        );

    it("has an account per row, by environment, and nonprod identities first", () => {
        const { columns, rows } = view({});
        expect(columns.map(({ identity }) => identity)).to.deep.equal([0, 2, 1, 3]);
        expect(rows.map(({ account }) => account)).to.deep.equal([0, 1, 3, 5, 7, 2, 4, 6, 8]);
        expect(rows.every(({ role, roles }) => role === undefined && roles.length === 6)).to.equal(
            true,
        );
    });

    it("has a row for each role of an unfolded account", () => {
        const { rows } = view({ search: "prod-002" }, [2]);
        expect(rows.map(({ role }) => role)).to.deep.equal([undefined, 12, 13, 14, 15, 16, 17]);
    });

    it("shows what the filters leave", () => {
        expect(view({ search: "account:nonprod-0" }).accounts).to.deep.equal([1, 3, 5, 7]);
        expect(view({ search: "200000000004" }).accounts).to.deep.equal([4]);
        expect(view({ environment: "prod" }).accounts).to.deep.equal([2, 4, 6, 8]);
        expect(view({ differs: true }).accounts).to.deep.equal([8]);
        expect(view({ search: "PSKProdPipeline3" }).identities).to.deep.equal([3]);
        expect(view({ search: "vpc account:state" }, [0]).rows).to.deep.equal([
            { account: 0, accounts: [0], roles: [1] },
            { account: 0, accounts: [0], role: 1, roles: [1] },
        ]);
        expect(view({ search: "no such role" })).to.deep.include({
            rows: [],
            columns: [],
            roles: [],
            identities: [],
        });
    });

    it("folds past 20 accounts or identities those that are alike, and shows others apart", () => {
        const large = modelOf(many(30, 30));
        const folded = view({}, [], large);
        expect(folded.rows.map(({ accounts }) => accounts.length)).to.deep.equal([1, 15, 13, 1]);
        expect(folded.rows.at(-1)?.account).to.equal(8);
        expect(folded.columns.map(({ identities }) => identities.length)).to.deep.equal([15, 15]);
        // A fold hides nothing from a download.
        expect(folded.roles.length).to.equal(180);
        expect(folded.identities.length).to.equal(30);
        const each = view({ each: true }, [], large);
        expect(each.rows.length).to.equal(30);
        expect([each.columns.length, each.pages, each.columnCount]).to.deep.equal([20, 2, 30]);
        expect(view({ each: true, page: 2 }, [], large).columns.length).to.equal(10);
        expect(view({ each: true, page: 99 }, [], large).page).to.equal(2);
        expect(view({ search: "prod-002, prod-004" }, [], large).rows.length).to.equal(1);
    });

    it("folds no more than 20", () => {
        const most = view({}, [], modelOf(many(20, 20)));
        expect([most.rows.length, most.columns.length]).to.deep.equal([20, 20]);
    });

    it("shows an identity that crosses apart from those that don't", () => {
        const { columns } = view({}, [], modelOf(manyCrossed(30, 30)));
        expect(columns.map(({ identities }) => identities.length)).to.deep.equal([1, 14, 15]);
    });

    it("sums up what an identity reaches in an account", () => {
        expect(page.summaryOf(model, 1, [48, 49, 50])).to.deep.equal({
            of: 3,
            reached: 2,
            unknown: 0,
            crosses: false,
            uncertain: false,
        });
        const summary = (report: Report, roles: number[]) =>
            page.summaryOf(modelOf(report), 0, roles);
        expect(summary(crossed(), [0, 1, 2])).to.include({ crosses: true, uncertain: false });
        expect(summary(unknown(), [0, 1, 2])).to.include({ crosses: true, uncertain: true });
    });

    it("calls a crossing certain if one of an account's is", () => {
        const certain = crossed();
        const mixed = unknown();
        const [first] = certain.crossings as [Reach];
        const report = {
            ...mixed,
            reach: mixed.reach.map((reach) => (reach.role === first.role ? first : reach)),
        };
        expect(page.summaryOf(modelOf(report), 0, [0, 1])).to.include({
            crosses: true,
            uncertain: false,
        });
    });
});
