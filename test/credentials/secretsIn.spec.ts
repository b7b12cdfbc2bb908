import { expect } from "chai";

import { secretsIn } from "./secretsIn";

const [one, other] = ["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "0123456789".repeat(4)] as const;

describe("the search for secrets in a text", () => {
    for (const [text, found] of [
        [`{"secret":"${one}"}`, [one]],
        [`a/${one}${other}+b, and ${one}`, [one, other]],
        [one.slice(1), []],
        [`${one.slice(0, 20)}\n${one.slice(20)}`, []],
        ["", []],
    ] as const) {
        it(`${JSON.stringify(text)}: ${found.length}`, () => {
            expect(secretsIn(text, new Set([one, other]))).to.deep.equal(found);
        });
    }

    it("refuses a secret of another form, which it would never find", () => {
        expect(() => secretsIn("", new Set(["a-b"]))).to.throw("not 40 characters of base64");
    });
});
