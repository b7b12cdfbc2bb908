import { expect } from "chai";

import { renderTable } from "../../../access";
import { emergencyCounts } from "../../../access/render/emergency";
import { gridOf } from "../../../access/render/grid";
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

    it("is counted by how it is reached", () => {
        const grid = gridOf(withBreakGlass(holds()));
        const [identity] = grid.identities;
        const ofMarks = (...marks: readonly string[]): readonly string[] =>
            emergencyCounts({
                ...grid,
                identities: identity === undefined ? [] : [identity],
                mark: (_, __, { id }) =>
                    marks[grid.accounts.findIndex((one) => one.id === id)] ?? "",
            });
        const who = `PSKBreakGlassRole: ${identity?.name ?? ""} (${identity?.trustClass ?? ""})`;
        expect(ofMarks("-", "-", "-")).to.deep.equal(["PSKBreakGlassRole: reached by no identity"]);
        expect(ofMarks("yes", "-", "-")).to.deep.equal([`${who} directly in 1 of 3 accounts`]);
        expect(ofMarks("-", "2", "?")).to.deep.equal([`${who} otherwise in 2 of 3 accounts`]);
        expect(ofMarks("yes", "2!", "-")).to.deep.equal([
            `${who} directly in 1, otherwise in 1 of 3 accounts (!)`,
        ]);
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
