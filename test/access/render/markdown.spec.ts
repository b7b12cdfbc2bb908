import { expect } from "chai";

import { diffMarkdown } from "../../../access/render/diffMarkdown";
import { renderMarkdown } from "../../../access/render/markdown";
import { diffReports } from "../../../access/report/reportDiff";
import type { Report } from "../../../access/report/report";
import { expected } from "./expected";
import { crossed, many, ours } from "./reports";

const evil = "<img src=x> [a](http://x) `c` | @team **b** \u202e";

describe("a report as Markdown", () => {
    for (const [name, report] of Object.entries({ ours, crossed })) {
        it(`is what ${name}.markdown.txt has`, () => {
            expect(`${renderMarkdown(report)}\n`).to.equal(expected(`${name}.markdown.txt`));
        });
    }

    it("makes no markup, mention or link of a name", () => {
        const report: Report = {
            ...crossed,
            accounts: crossed.accounts.map((account) => ({ ...account, name: evil })),
            identities: crossed.identities.map((user) => ({ ...user, name: evil })),
            roles: crossed.roles.map((role) => ({ ...role, name: evil })),
            limits: [evil],
        };
        const text = renderMarkdown(report);
        expect(text).not.to.match(/<img|http:\/\/|@team|(?<!\\)[[`]|\u202e/);
        expect(text).to.contain("&lt;img src=x&gt;");
    });

    it("fits a comment of a pull request, however large the organization is", () => {
        expect(renderMarkdown(many(300, 20)).length).to.be.lessThan(65_536);
    });
});

describe("a diff as Markdown", () => {
    it("is what diff.added.markdown.txt has", () => {
        const text = diffMarkdown(diffReports(ours, crossed), ours.accounts);
        expect(`${text}\n`).to.equal(expected("diff.added.markdown.txt"));
    });

    it("folds away what was removed", () => {
        const text = diffMarkdown(diffReports(crossed, ours), ours.accounts);
        expect(text).to.match(/^## ✅ No path added, 3 removed, 0 changed/);
        expect(text).to.contain("<details><summary>Removed (3)</summary>");
        expect(text).not.to.contain("### ");
    });
});
