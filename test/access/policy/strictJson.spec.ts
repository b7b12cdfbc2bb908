import { expect } from "chai";
import fc from "fast-check";

import { parseStrictJson } from "../../../access/policy/strictJson";
import cases from "./strictJson.cases.json";

describe("parseStrictJson", () => {
    for (const { name, text, says } of cases) {
        it(`refuses ${name}, with its place`, () => {
            expect(() => parseStrictJson(text)).to.throw(Error, says);
        });
    }

    it("reads 200 levels and no more", () => {
        const lists = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
        expect(() => parseStrictJson(lists(200))).not.to.throw();
        expect(() => parseStrictJson(lists(201))).to.throw(
            "is nested deeper than 200 levels (line 1, column 201)",
        );
    });

    it("lets the same key stand in different objects", () => {
        expect(parseStrictJson('[{"a":1},{"a":{"a":2}}]')).to.deep.equal([
            { a: 1 },
            { a: { a: 2 } },
        ]);
    });

    it("reads what JSON.parse reads", () => {
        fc.assert(
            fc.property(fc.json(), fc.constantFrom(undefined, "\t"), (text, indent) => {
                const written = JSON.stringify(JSON.parse(text), undefined, indent);
                expect(parseStrictJson(written)).to.deep.equal(JSON.parse(written));
            }),
        );
    });

    it("refuses what JSON.parse refuses", () => {
        // Valid JSON with a character changed, which mostly makes it none.
        const broken = fc
            .tuple(fc.json(), fc.nat(), fc.constantFrom(...Array.from('{}[],:"\\0-.e tn\u0001')))
            .map(([text, at, character]) => {
                const place = at % (text.length + 1);
                return text.slice(0, place) + character + text.slice(place + 1);
            });
        fc.assert(
            fc.property(broken, (text) => {
                let isJson = true;
                try {
                    JSON.parse(text);
                } catch {
                    isJson = false;
                }
                if (!isJson) expect(() => parseStrictJson(text)).to.throw(/line \d+, column \d+/);
            }),
            { numRuns: 2000 },
        );
    });
});
