import { expect } from "chai";

import { glossary } from "../../access";
import { useHere } from "./useHere";

describe("iam-profiles glossary", () => {
    it("prints every term, or those that are like a word", async () => {
        const { stdout, code } = await useHere(["glossary"]);
        for (const { term, meaning } of glossary) {
            expect(stdout).to.contain(`${term}\n    ${meaning}\n`);
        }
        expect(code).to.equal(0);
        expect((await useHere(["glossary", "Takeover"])).stdout).to.equal(
            "takeover\n    a path by which a nonprod identity becomes a prod identity\n",
        );
        expect(JSON.parse((await useHere(["glossary", "--json"])).stdout)).to.deep.equal(glossary);
    });

    it("says that no term is like it", async () => {
        const { stdout, code } = await useHere(["glossary", "zzz"]);
        expect(stdout).to.equal('No term has "zzz" in its name. All: iam-profiles glossary\n');
        expect(code).to.equal(1);
    });
});
