import { expect } from "chai";

import { renderTable } from "../../../access";
import { reportJson } from "../../../access/render/reportJson";
import { renderMarkdown } from "../../../access/render/markdown";
import { holds, many, withBreakGlass } from "./html/reports";

const title = "Break-glass roles, for emergencies, and who reaches them:";
const [everyday, apart] = [0, 1];

describe("emergency access in reports", () => {
    it("is a part of its own in the table", () => {
        const parts = renderTable(withBreakGlass(holds())).split(title);
        expect(parts).to.have.length(2);
        expect(parts[everyday]).to.not.contain("BreakGlass");
        const rows = (parts[apart] ?? "")
            .split("\n")
            .filter((line) => line.includes("PSKProdServiceAccount"));
        expect(rows.map((row) => row.replace(/ +/g, " ").trim())).to.deep.equal([
            "PSKProdServiceAccount (prod) yes yes yes",
        ]);
        expect(parts[apart]).to.not.contain("PSKNonprodServiceAccount");
    });

    it("is a table of its own in Markdown", () => {
        const [text = "", emergencies = ""] = renderMarkdown(withBreakGlass(holds())).split(title);
        expect(text).to.not.contain("BreakGlass");
        expect(emergencies).to.contain(
            "| PSKBreakGlassRole | state | nonprod | prod |\n| --- | :---: | :---: | :---: |\n| PSKProdServiceAccount (prod) | yes | yes | yes |",
        );
    });

    it("is counted where there are too many accounts for a table", () => {
        expect(renderTable(withBreakGlass(many(300, 4)))).to.contain(
            "PSKBreakGlassRole: PSKProdPipeline3 (prod) directly in 300 of 300 accounts",
        );
    });

    it("is nowhere where it is off", () => {
        for (const text of [renderTable(holds()), renderMarkdown(holds())]) {
            expect(text).to.not.contain(title);
        }
    });

    it("has a mark in JSON", () => {
        const { roles } = JSON.parse([...reportJson(withBreakGlass(holds()))].join("")) as {
            roles: { name: string; breakGlass?: true }[];
        };
        for (const { name, breakGlass } of roles) {
            expect(breakGlass === true, name).to.equal(name === "PSKBreakGlassRole");
        }
    });
});
