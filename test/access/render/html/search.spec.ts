import { expect } from "chai";

import { modelOf, page } from "./pageModel";
import cases from "./search.cases.json";
import { crossed } from "./reports";

describe("the page's search", () => {
    const model = modelOf(crossed());
    const cells = model.identities.flatMap((identity, who) =>
        model.roles.map(({ name, account }, role) => ({
            who,
            role,
            label: `${identity.trustClass} ${model.accounts[account]?.name ?? ""} ${name}`,
        })),
    );

    for (const { search, finds } of cases) {
        it(`finds by ${JSON.stringify(search)}: ${finds}`, () => {
            const isFound = page.searchOf(model, search);
            const expected = new RegExp(finds);
            const found = cells.filter(({ who, role }) => isFound(who, role));
            expect(found.map(({ label }) => label)).to.deep.equal(
                cells.map(({ label }) => label).filter((label) => expected.test(label)),
            );
        });
    }

    it("finds paths by the actions and kinds of their hops", () => {
        for (const search of ["iam:CreateAccessKey", "action:createaccesskey"]) {
            const isFound = page.searchOf(model, search);
            for (const { who, role } of cells) {
                const { path } = model.cell(who, role);
                const uses = model
                    .path(path)
                    .steps.some((step) => model.hop(step).kind === "CreateAccessKey");
                expect(isFound(who, role)).to.equal(uses);
            }
        }
    });

    it("names what it is about, for the questions in both directions", () => {
        expect(page.namedBy(model, "vpc")).to.deep.equal({ identities: [], roles: [1, 7, 13] });
        expect(page.namedBy(model, "prodserviceaccount role:zones")).to.deep.equal({
            identities: [0, 1],
            roles: [2, 8, 14],
        });
        expect(page.namedBy(model, "")).to.deep.equal({ identities: [], roles: [] });
    });
});
