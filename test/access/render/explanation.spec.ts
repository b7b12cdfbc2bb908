import { expect } from "chai";

import { renderExplanation } from "../../../access/render/explanation";
import { expected } from "./expected";
import { explanations } from "./explanations";
import { ours } from "./reports";

describe("an explanation", () => {
    for (const [name, explanation] of Object.entries(explanations)) {
        it(`is what explain.${name}.txt has`, () => {
            const text = renderExplanation(explanation, ours.accounts);
            expect(`${text}\n`).to.equal(expected(`explain.${name}.txt`));
            expect(text.split("\n").filter((line) => line.length > 100)).to.deep.equal([]);
        });
    }
});
