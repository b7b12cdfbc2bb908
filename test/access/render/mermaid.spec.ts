import { expect } from "chai";

import { renderMermaid } from "../../../access/render/mermaid";
import { expected } from "./expected";
import {
    crossed,
    direct,
    many,
    nonprodUser,
    ours,
    unfinished,
    unknown,
    withVerdict,
} from "./reports";

const edges = (text: string): string[] =>
    text.match(/^ {2}n\d+ \S+ n\d+$|^ {2}n\d+ .*\| n\d+$/gm) ?? [];

describe("the report as a flowchart", () => {
    it("is what crossed.mmd has", () => {
        expect(`${renderMermaid(crossed)}\n`).to.equal(expected("crossed.mmd"));
    });

    it("has no red line where the boundary holds", () => {
        expect(renderMermaid(ours)).not.to.match(/linkStyle|==>/);
    });

    it("says which lines aren't certain", () => {
        expect(renderMermaid(unknown)).to.contain(`==>|"2 hops, ?"|`);
    });

    it("draws what an unfinished search didn't find as unknown, and says so", () => {
        const text = renderMermaid(unfinished);
        // 12 roles outside nonprod, and the last one of the prod identity.
        expect(edges(text).filter((edge) => edge.includes('-.->|"?"|'))).to.have.length(13);
        expect(edges(text)).to.have.length(unfinished.reach.length + 13);
        expect(text).to.contain("UNKNOWN whether the environment boundary holds: the search limit");
        expect(renderMermaid(ours)).not.to.contain('"?"');
    });

    it("counts unknown cells where they would be too many lines", () => {
        const report = many(300, 20);
        const [first] = report.identities;
        expect(renderMermaid({ ...report, unfinishedSearches: [first?.arn ?? ""] })).to.contain(
            "other paths and 600 unknown cells (?): too many for a diagram",
        );
    });

    it("writes what is code to Mermaid or HTML as entities", () => {
        const name = '"]; click n0 <script>&#x `%%{|}\n\u202e';
        const report = { ...ours, identities: ours.identities.map((user) => ({ ...user, name })) };
        expect(renderMermaid(report)).to.contain(
            '(["#34;#93;; click n0 #60;script#62;#38;#35;x #96;#37;#37;#123;#124;#125;#92;u000a#92;u202e"])',
        );
    });

    it("draws the crossings alone, and says so, where all would be too many lines", () => {
        const report = many(300, 20);
        const crossings = report.roles.map(({ arn }) => direct(nonprodUser, arn));
        const text = renderMermaid({
            ...withVerdict(report, { boundary: "crossed" }),
            identities: [nonprodUser, ...report.identities],
            crossings,
            reach: [...crossings, ...report.reach],
        });
        expect(edges(text)).to.have.length(280);
        expect(edges(text).every((edge) => edge.includes("==>"))).to.equal(true);
        expect(text).to.contain(
            `280 of 1800 crossings drawn, and none of the ${report.reach.length} other paths`,
        );
        // Mermaid's own bound.
        expect(text.length).to.be.lessThan(50_000);
    });
});
