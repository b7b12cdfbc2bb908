import { expect } from "chai";

import type { Report } from "../../../../access/report/report";
import { modelOf, page } from "./pageModel";
import { crossed, holds, many, manyCrossed, unfinished, unknown } from "./reports";

/** Larger than the others, and made once. */
let large: ReturnType<typeof modelOf> | undefined;
const largeModel = () => (large ??= modelOf(manyCrossed(300, 20)));

/** The boxes with who stands there and what each class reaches, and how the lines look. */
const drawn = (report: Report) => drawnOf(modelOf(report));

function drawnOf(model: ReturnType<typeof modelOf>) {
    const { boxes, identities, roles, links } = page.overviewOf(model);
    return {
        boxes: boxes.map(({ name }, at) => [
            name,
            ...identities.filter(({ box }) => box === at).map((one) => one.name),
            ...roles
                .filter(({ box }) => box === at)
                .flatMap((one) => [
                    one.name,
                    ...one.lines.map(({ trustClass, mark }) => `${trustClass} ${mark.text}`),
                ]),
        ]),
        links: links.map(
            ({ from, to, look }) => `${from.trustClass} ${look} ${boxes[to.box]?.name ?? ""}`,
        ),
    };
}

describe("the page's picture of the accounts", () => {
    it("shows what each class reaches where nothing crosses", () => {
        expect(drawn(holds())).to.deep.equal({
            boxes: [
                [
                    "state",
                    "PSKNonprodServiceAccount",
                    "PSKProdServiceAccount",
                    "6 roles",
                    "nonprod -",
                    "prod 6/6",
                ],
                ["nonprod", "6 roles", "nonprod 6/6", "prod 6/6"],
                ["prod", "6 roles", "nonprod -", "prod 6/6"],
            ],
            links: [
                "nonprod none state",
                "nonprod direct nonprod",
                "nonprod none prod",
                "prod direct state",
                "prod direct nonprod",
                "prod direct prod",
            ],
        });
    });

    it("marks what crosses, what may, and what is unknown", () => {
        const nonprodLinks = (report: Report) =>
            drawn(report).links.filter((link) => link.startsWith("nonprod "));
        expect(nonprodLinks(crossed())).to.deep.equal([
            "nonprod crosses state",
            "nonprod direct nonprod",
            "nonprod crosses prod",
        ]);
        for (const report of [unknown(), unfinished()]) {
            expect(nonprodLinks(report)).to.deep.equal([
                "nonprod perhaps state",
                "nonprod direct nonprod",
                "nonprod perhaps prod",
            ]);
        }
        expect(drawn(unknown()).boxes[2]).to.deep.equal([
            "prod",
            "6 roles",
            "nonprod 6/6?!",
            "prod 6/6",
        ]);
    });

    it("has one box for each environment of many accounts, and says the environment of others", () => {
        expect(drawnOf(largeModel()).boxes).to.deep.equal([
            [
                "state",
                "10 nonprod identities",
                "10 prod identities",
                "6 roles",
                "nonprod 6/6!",
                "prod 6/6",
            ],
            ["150 nonprod accounts", "900 roles", "nonprod 900/900", "prod 900/900"],
            ["149 prod accounts", "894 roles", "nonprod 893/894!", "prod 893/894"],
        ]);
        expect(drawn(many(3, 2)).boxes.map(([name]) => name)).to.deep.equal([
            "state",
            "nonprod-001 (nonprod)",
            "prod-002 (prod)",
        ]);
        const misleading = holds();
        const accounts = misleading.accounts.map((account) =>
            account.name === "prod" ? { ...account, name: "like-nonprod" } : account,
        );
        expect(drawn({ ...misleading, accounts }).boxes.map(([name]) => name)).to.deep.equal([
            "state",
            "nonprod",
            "like-nonprod (prod)",
        ]);
    });

    it("keeps everything within its box, and boxes apart", () => {
        for (const model of [modelOf(holds()), modelOf(many(6, 4)), largeModel()]) {
            const { boxes, identities, roles, width, height } = page.overviewOf(model);
            let below = 0;
            for (const [at, box] of boxes.entries()) {
                expect(box.y).to.be.at.least(below);
                below = box.y + box.height;
                expect(box.x + box.width).to.be.at.most(width);
                for (const one of [...identities, ...roles].filter((node) => node.box === at)) {
                    expect(one.x).to.be.at.least(box.x);
                    expect(one.y).to.be.at.least(box.y);
                    expect(one.x + one.width).to.be.at.most(box.x + box.width);
                    expect(one.y + one.height).to.be.at.most(box.y + box.height);
                }
            }
            expect(height).to.equal(below);
        }
    });

    it("is there in words too", () => {
        expect(page.overviewText(page.overviewOf(modelOf(crossed())))).to.equal(
            "What the identities of each trust class reach. state, 6 roles: nonprod identities: crosses the boundary, 6 of 6 roles; prod identities: reached, 6 of 6 roles. nonprod, 6 roles: nonprod identities: reached, 6 of 6 roles; prod identities: reached, 6 of 6 roles. prod, 6 roles: nonprod identities: crosses the boundary, 6 of 6 roles; prod identities: reached, 6 of 6 roles.",
        );
    });
});
