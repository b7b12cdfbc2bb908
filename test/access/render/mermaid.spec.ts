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

    it("says the environment of an account that isn't named like it", () => {
        const text = renderMermaid({
            ...crossed,
            accounts: crossed.accounts.map((one) =>
                one.name === "prod" ? { ...one, name: "edge" } : one,
            ),
        });
        expect(text).to.contain('"edge (prod)"');
        expect(text).to.contain('"nonprod"');
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

    it("writes what is code to Mermaid or HTML as entities", () => {
        const name = '"]; click n0 <script>&#x `%%{|}\n\u202e';
        const report = { ...ours, identities: ours.identities.map((user) => ({ ...user, name })) };
        expect(renderMermaid(report)).to.contain(
            '(["#34;#93;; click n0 #60;script#62;#38;#35;x #96;#37;#37;#123;#124;#125;#92;u000a#92;u202e"])',
        );
    });

    it("has the verdict as its title", () => {
        const titleOf = (text: string) => /^---\ntitle: (.*)\n---\nflowchart LR\n/.exec(text)?.[1];
        expect(titleOf(renderMermaid(ours))).to.equal("The environment boundary holds");
        expect(titleOf(renderMermaid(crossed))).to.equal("The environment boundary is CROSSED");
        expect(titleOf(renderMermaid(unfinished))).to.equal(
            "UNKNOWN whether the environment boundary holds",
        );
    });

    it("is grouped by environment where all would be too many lines", () => {
        expect(renderMermaid(many(300, 20)).split("\n").slice(5)).to.deep.equal([
            '  subgraph identities["identities"]',
            '    i0(["20 nonprod identities"])',
            '    i1(["PSKProdServiceAccount"])',
            "  end",
            '  subgraph e0["state"]',
            '    r0["6 roles"]',
            "  end",
            '  subgraph e1["200 nonprod accounts"]',
            '    r1["1200 roles"]',
            "  end",
            '  subgraph e2["99 prod accounts"]',
            '    r2["594 roles"]',
            "  end",
            '  i0 -.-x|"none"| r0',
            '  i0 -->|"1200 of 1200"| r1',
            '  i0 -.-x|"none"| r2',
            '  i1 -->|"6 of 6"| r0',
            '  i1 -->|"1200 of 1200"| r1',
            '  i1 -->|"594 of 594"| r2',
        ]);
    });

    it("has identities that cross apart, in red, and says what is uncertain or unknown", () => {
        const report = many(300, 20);
        const [, ...others] = report.identities;
        const unsure = report.roles.slice(0, 3).map(({ arn }) => ({
            ...direct(nonprodUser, arn),
            hops: direct(nonprodUser, arn).hops.map((hop) => ({ ...hop, unknown: "u" })),
        }));
        const text = renderMermaid({
            ...withVerdict(report, { boundary: "unknown", reason: "u" }),
            identities: [nonprodUser, ...others],
            crossings: unsure,
            reach: [...unsure, ...report.reach],
            unfinishedSearches: [others[1]?.arn ?? ""],
        });
        expect(text.split("\n").slice(5)).to.deep.equal([
            '  subgraph identities["identities"]',
            '    i0(["PSKNonprodServiceAccount"])',
            '    i1(["19 nonprod identities"])',
            '    i2(["PSKProdServiceAccount"])',
            "  end",
            '  subgraph e0["state"]',
            '    r0["6 roles"]',
            "  end",
            '  subgraph e1["200 nonprod accounts"]',
            '    r1["1200 roles"]',
            "  end",
            '  subgraph e2["99 prod accounts"]',
            '    r2["594 roles"]',
            "  end",
            '  i0 ==>|"3 of 6, ?"| r0',
            '  i0 -.-x|"none"| r1',
            '  i0 -.-x|"none"| r2',
            '  i1 -.->|"?"| r0',
            '  i1 -->|"1200 of 1200"| r1',
            '  i1 -.->|"?"| r2',
            '  i2 -->|"6 of 6"| r0',
            '  i2 -->|"1200 of 1200"| r1',
            '  i2 -->|"594 of 594"| r2',
            "  linkStyle 0 stroke:#d00,stroke-width:4px",
        ]);
        // Mermaid's own bound.
        expect(text.length).to.be.lessThan(50_000);
    });
});
