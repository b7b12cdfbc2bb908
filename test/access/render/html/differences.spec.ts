import { expect } from "chai";

import type { Report } from "../../../../access/report/report";
import { modelOf, page } from "./pageModel";
import { crossed, holds, many } from "./reports";

const differing = (report: Report) => {
    const model = modelOf(report);
    return page.differingAccounts(model, page.likenessOf(model).account);
};

describe("the page's comparison of accounts", () => {
    it("finds the account that is not reached as the others of its environment", () => {
        const model = modelOf(many(9, 4));
        const differing = page.differingAccounts(model, page.likenessOf(model).account);
        expect(differing.map((account) => account?.usual)).to.deep.equal([
            ...Array<undefined>(8).fill(undefined),
            2,
        ]);
        expect(differing[8]).to.deep.equal({ usual: 2, alike: 3 });
        expect(page.differencesBetween(model, 8, 2)).to.deep.equal([
            {
                role: "PSKPlatformVPCRole",
                identities: [1, 3],
                here: "not reached",
                there: "by AssumeRole",
            },
        ]);
    });

    it("finds nothing where all are alike, or alone", () => {
        for (const report of [holds(), crossed(), many(8, 2)]) {
            expect(differing(report).filter(Boolean)).to.deep.equal([]);
        }
    });

    it("says that a role is missing, or there on top", () => {
        const base = many(9, 2);
        const isGone = ({ arn }: { readonly arn: string }): boolean =>
            arn === "arn:aws:iam::200000000002:role/PSKRoles/PSKPlatformHostedZonesRole";
        const model = modelOf({
            ...base,
            roles: base.roles.filter((role) => !isGone(role)),
            reach: base.reach.filter(({ role }) => !isGone({ arn: role })),
        });
        expect(page.differencesBetween(model, 2, 4)).to.deep.equal([
            {
                role: "PSKPlatformHostedZonesRole",
                identities: [],
                here: "missing",
                there: "present",
            },
        ]);
        expect(page.differencesBetween(model, 4, 2)).to.deep.include({
            role: "PSKPlatformHostedZonesRole",
            identities: [],
            here: "present",
            there: "missing",
        });
    });
});
