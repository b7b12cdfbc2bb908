import { expect } from "chai";
import fc from "fast-check";

import { parseJson } from "../../policy-pack/parseJson";

describe("parseJson", () => {
    it("reads what JSON.stringify writes", () => {
        fc.assert(
            fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
                const text = JSON.stringify(value);
                expect(JSON.stringify(parseJson(text))).to.equal(text);
            }),
        );
    });

    it("refuses a second equal key, wherever the object is", () => {
        fc.assert(
            fc.property(fc.string(), fc.nat(5), (key, depth) => {
                const name = JSON.stringify(key);
                const text = `${"[".repeat(depth)}{${name}:[1],"x y":{},${name}:2}${"]".repeat(depth)}`;
                expect(() => parseJson(text)).to.throw(`has the key ${name} twice`);
            }),
        );
    });

    it("reads 100,000 characters and refuses one more", () => {
        const text = JSON.stringify("x".repeat(99_998));
        expect(parseJson(text)).to.have.length(99_998);
        expect(() => parseJson(`${text} `)).to.throw(
            "has 100001 characters; at most 100000 are read",
        );
    });

    it("reads 32 levels and refuses one more", () => {
        const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
        expect(parseJson(nested(32))).to.be.an("array");
        expect(() => parseJson(nested(33))).to.throw("is nested deeper than 32 levels");
    });
});
