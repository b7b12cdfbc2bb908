import { expect } from "chai";
import fc from "fast-check";

import { coversAction, patternsMeet } from "../../policy-pack/glob";

/** The same question for a pattern and a text, answered by another means. */
const matches = (pattern: string, text: string): boolean =>
    new RegExp(
        `^${pattern.replace(/[*?]/g, (wildcard) => (wildcard === "*" ? ".*" : "."))}$`,
        "s",
    ).test(text);

const letters = (alphabet: string) =>
    fc
        .array(fc.constantFrom(...alphabet.split(",")), { maxLength: 6 })
        .map((list) => list.join(""));

describe("patternsMeet", () => {
    it("agrees with a regular expression when one side is plain text", () => {
        fc.assert(
            fc.property(letters("a,b,*,?"), letters("a,b"), (pattern, text) => {
                expect(patternsMeet(pattern, text)).to.equal(matches(pattern, text));
            }),
        );
    });

    it("finds two patterns that some text matches, in either order", () => {
        fc.assert(
            fc.property(letters("a,b,*,?"), letters("a,b,*,?"), letters("a,b"), (a, b, text) => {
                expect(patternsMeet(a, b)).to.equal(patternsMeet(b, a));
                if (matches(a, text) && matches(b, text)) expect(patternsMeet(a, b)).to.equal(true);
            }),
        );
    });

    it("keeps patterns apart that no text matches", () => {
        expect(patternsMeet("a*b", "b*")).to.equal(false);
        expect(patternsMeet("?", "*??")).to.equal(false);
        expect(patternsMeet("*a", "*b")).to.equal(false);
    });

    it("ends soon on a pattern of 10,000 wildcards", () => {
        expect(patternsMeet("*a".repeat(5_000), "arn:aws:iam::333333333333:role/*")).to.equal(true);
    });
});

describe("coversAction", () => {
    it("ignores case", () => {
        expect(coversAction("STS:assume*", "sts:AssumeRole")).to.equal(true);
        expect(coversAction("sts:Get*", "sts:AssumeRole")).to.equal(false);
    });
});
