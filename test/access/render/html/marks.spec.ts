import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { marks, terms } from "../../../../access/render/glossary";
import { gridOf, legend } from "../../../../access/render/grid";
import { renderHtml } from "../../../../access/render/html";
import { escaped } from "../../../../access/render/page/embed";
import { checkout } from "../../../../platform/checkout";
import { modelOf, page } from "./pageModel";
import type { Model } from "./pageScript";
import { crossed, holds, many, unfinished, unknown } from "./reports";

describe("the page's marks and results", () => {
    const reached = { path: 0, unknown: false, hops: 1, crosses: false, uncertain: false };
    const undecided = { ...reached, path: -1, unknown: true };

    it("don't depend on colour", () => {
        const marks = [
            { ...reached, path: -1 },
            undecided,
            reached,
            { ...reached, hops: 2 },
            { ...reached, crosses: true },
            { ...reached, hops: 3, crosses: true, uncertain: true },
            { ...reached, uncertain: true },
        ].map((cell) => {
            const { text, says } = page.roleMark(cell);
            return [text, says];
        });
        expect(marks).to.deep.equal([
            ["-", "not reached"],
            ["?", "unknown"],
            ["yes", "reached, directly"],
            ["2", "reached, in 2 hops"],
            ["yes!", "crosses the boundary, directly"],
            ["3?!", "crosses the boundary, perhaps, in 3 hops"],
            ["yes?", "reached, perhaps, directly"],
        ]);
        expect(
            page.accountMark({ of: 6, reached: 5, unknown: 0, crosses: true, uncertain: false }),
        ).to.deep.equal({
            text: "5/6!",
            look: "crosses",
            says: "crosses the boundary, 5 of 6 roles",
        });
    });

    it("are those that the terminal prints", () => {
        for (const report of [holds(), crossed(), unknown(), unfinished(), many(9, 4)]) {
            const grid = gridOf(report);
            const model = modelOf(report);
            for (const [who, identity] of report.identities.entries()) {
                for (const [role, { name, account }] of report.roles.entries()) {
                    const where = report.accounts.find(({ id }) => id === account);
                    const printed = where && grid.mark(identity, name, where);
                    expect(page.roleMark(model.cell(who, role)).text).to.equal(printed);
                }
            }
        }
    });

    it("and words are those of the glossary, the README and the terminal", () => {
        const tables = (file: string): Map<string, string> =>
            new Map(
                readFileSync(path.join(checkout, file), "utf8")
                    .split("\n")
                    .filter((line) => /^\| (`.+`|[a-z ,]+) +\|/.test(line))
                    .map((line) => line.replaceAll("`", "").split("|"))
                    .map(([, term = "", meaning = ""]) => [term.trim(), meaning.trim()]),
            );
        const whole = new Map([
            ...terms,
            ...marks.map(
                ({ mark, means, more }) =>
                    [mark, more === undefined ? means : `${means}: ${more}`] as const,
            ),
        ]);
        const glossary = tables("docs/glossary.md");
        glossary.delete("term");
        glossary.delete("mark");
        expect([...glossary]).to.deep.equal([...whole]);
        const readme = tables("README.md");
        for (const { mark } of marks) expect(readme.get(mark), mark).to.equal(whole.get(mark));
        const inReadme = [...readme].filter(([term]) => whole.has(term));
        expect(inReadme.length).to.be.greaterThan(12);
        for (const [term, meaning] of inReadme) expect(meaning, term).to.equal(whole.get(term));

        const html = renderHtml(holds());
        for (const [term, meaning] of terms) {
            expect(html).to.contain(`<dt>${escaped(term)}</dt><dd>${escaped(meaning)}</dd>`);
        }
        for (const { mark, means } of marks) {
            expect(html).to.match(
                new RegExp(`>${mark.replace("?", "\\?")}</span></dt><dd>${means}`),
            );
            expect(legend).to.contain(`${mark}: ${means}`);
        }
    });

    it("say what the rule is, and never that an uncertain path is none", () => {
        const texts = [
            page.resultText({ ...reached, path: -1 }, "nonprod", "state"),
            page.resultText({ ...reached, path: -1 }, "prod", "state"),
            page.resultText(undecided, "nonprod", "state"),
            page.resultText(reached, "nonprod", "nonprod"),
            page.resultText({ ...reached, hops: 2, crosses: true }, "nonprod", "prod"),
            page.resultText({ ...reached, crosses: true, uncertain: true }, "nonprod", "prod"),
        ];
        expect(texts).to.deep.equal([
            "- Not reached, as it should be: a nonprod identity must not enter state accounts.",
            "- Not reached: a prod identity may enter state accounts, but no path to this role exists.",
            "? Unknown: the search stopped at its limit before a path was found or ruled out; a nonprod identity must not enter state accounts.",
            "Reached directly; a nonprod identity may enter nonprod accounts.",
            "! Crosses the environment boundary: reached in 2 hops; a nonprod identity must not enter prod accounts.",
            "! May cross the environment boundary: reached directly, unless something that could not be evaluated prevents it; a nonprod identity must not enter prod accounts.",
        ]);
    });

    it("show both locks of an assumed role", () => {
        const hop = hopOf(modelOf(holds()), 1, 0);
        expect(
            page
                .locksOf(hop)
                .map(({ title, statements }) => [
                    title,
                    ...statements.map(({ document }) => document),
                ]),
        ).to.deep.equal([
            [
                "Lock 1: identity policies",
                "arn:aws:iam::111111111111:group/PSKGroups/PSKProdServiceAccountGroup inline policy AssumeRoles",
            ],
            [
                "Lock 2: the role's trust policy",
                "arn:aws:iam::111111111111:role/PSKRoles/PSKIamProfilesRole trust policy",
            ],
        ]);
    });

    it("say why a lock has no statement only where that is AWS's rule", () => {
        const inState = hopOf(modelOf(holds()), 1, 0);
        const inProd = hopOf(modelOf(holds()), 1, 12);
        const trustOnly = (hop: typeof inState) =>
            page.locksOf({ ...hop, because: hop.because.slice(1) })[0]?.without;
        expect(trustOnly(inState)).to.contain(
            "within one account, a trust policy that names the caller",
        );
        expect(trustOnly(inProd)).to.equal("No statement is listed.");
    });

    function hopOf(model: Model, identity: number, role: number) {
        return model.hop(model.path(model.cell(identity, role).path).steps[0] ?? -1);
    }
});
