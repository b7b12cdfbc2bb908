import { expect } from "chai";

import { renderPathGraph } from "../../../access/render/pathGraph";
import { expected } from "./expected";
import { explanations } from "./explanations";
import { ours } from "./reports";

describe("a path as a graph", () => {
    for (const name of ["indirect", "notReached"]) {
        for (const [format, ending] of [
            ["dot", "dot"],
            ["mermaid", "mmd"],
        ] as const) {
            it(`is what path.${name}.${ending} has`, () => {
                const explanation = explanations[name];
                if (explanation === undefined) throw new Error(`no explanation ${name}`);
                const text = renderPathGraph(explanation, ours.accounts, format);
                expect(`${text}\n`).to.equal(expected(`path.${name}.${ending}`));
            });
        }
    }

    it("draws a hop that isn't certain as a dashed line", () => {
        const explanation = explanations["indirect"];
        if (explanation?.path === undefined) throw new Error("no explanation");
        const hops = explanation.path.hops.map((hop) => ({ ...hop, unknown: "not evaluated" }));
        const unsure = { ...explanation, path: { ...explanation.path, hops } };
        const dashed = { dot: "style=dashed", mermaid: "-.->" };
        for (const format of ["dot", "mermaid"] as const) {
            const drawn = [explanation, unsure].map((one) =>
                renderPathGraph(one, ours.accounts, format).split(dashed[format]),
            );
            expect(drawn.map((parts) => parts.length - 1)).to.deep.equal([0, hops.length]);
        }
    });

    it("quotes what others named", () => {
        const explanation = explanations["direct"];
        if (explanation === undefined) throw new Error("no explanation");
        const accounts = ours.accounts.map((one) => ({ ...one, name: 'a"]; evil -> \\' }));
        expect(renderPathGraph(explanation, accounts, "dot")).to.contain('in a\\"]; evil -> \\\\');
        expect(renderPathGraph(explanation, accounts, "mermaid")).not.to.match(/a"\]/);
    });
});
