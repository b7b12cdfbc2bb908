import { expect } from "chai";

import { renderMermaid } from "../../../access/render/mermaid";
import { expected } from "./expected";
import { crossed, direct, many, nonprodUser, ours, unknown } from "./reports";

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
        expect(renderMermaid(unknown)).to.contain(`==>|"2 hops, can't tell"|`);
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
            ...report,
            boundary: "crossed",
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
