import { expect } from "chai";

import { renderExplanation } from "../../../access/render/explanation";
import { answerOf } from "../../../access/report/explanation";
import { expected } from "./expected";
import { explanations } from "./explanations";
import { ours } from "./reports";

const answers: Readonly<Record<string, string>> = {
    direct: "allowed",
    indirect: "allowed",
    notReached: "denied",
    sameAccount: "allowed",
    unknown: "unknown",
};

describe("an explanation", () => {
    for (const [name, explanation] of Object.entries(explanations)) {
        it(`is what explain.${name}.txt has`, () => {
            const text = renderExplanation(explanation, ours.accounts);
            expect(`${text}\n`).to.equal(expected(`explain.${name}.txt`));
            expect(text.split("\n").filter((line) => line.length > 100)).to.deep.equal([]);
        });

        it(`answers ${answers[name] ?? ""}: ${name}`, () => {
            expect(answerOf(explanation)).to.equal(answers[name]);
        });
    }

    it("is uncertain if the only path has a hop that is", () => {
        const { indirect } = explanations;
        const path = indirect?.path;
        if (indirect === undefined || path === undefined) throw new Error("no path");
        const hops = path.hops.map((hop) => ({ ...hop, unknown: "who knows" }));
        expect(answerOf({ ...indirect, path: { ...path, hops } })).to.equal("unknown");
    });
});
