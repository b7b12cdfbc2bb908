import { expect } from "chai";
import fc from "fast-check";

import { accepts, globOf, matches, start, nextPositions } from "../../../access/policy/glob";
import type { Glob } from "../../../access/policy/glob";
import { compilePatterns, matchesAny } from "../../../access/policy/patterns";
import type { Reading } from "../../../access/policy/patterns";

const plain: Reading = { wildcards: true, variables: false, arn: false, ignoresCase: false };

const matchesText = (pattern: string, text: string, reading = plain): boolean =>
    matchesAny(compilePatterns([pattern], reading), text);

const globIn = (pattern: string, reading = plain): Glob =>
    compilePatterns([pattern], reading).globs[0] ?? globOf([]);

/** What `*` and `?` mean, as short as it can be said. */
function meaning(pattern: string, text: string): boolean {
    if (pattern === "") return text === "";
    if (pattern.startsWith("*")) {
        return meaning(pattern.slice(1), text) || (text !== "" && meaning(pattern, text.slice(1)));
    }
    const takesOne = text !== "" && (pattern.startsWith("?") || pattern[0] === text[0]);
    return takesOne && meaning(pattern.slice(1), text.slice(1));
}

const patternText = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ":"), maxLength: 8 });
const shortText = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 8 });

describe("glob", () => {
    it("matches as * and ? are meant", () => {
        fc.assert(
            fc.property(patternText, shortText, (pattern, text) => {
                expect(matchesText(pattern, text)).to.equal(meaning(pattern, text));
            }),
            { numRuns: 3_000 },
        );
    });

    it("matches as an automaton does, step by step", () => {
        const arn = { ...plain, arn: true };
        const six = fc.array(fc.string({ unit: fc.constantFrom("a", "*", "?"), maxLength: 3 }), {
            minLength: 6,
            maxLength: 7,
        });
        fc.assert(
            fc.property(six, shortText, fc.boolean(), (parts, more, isArn) => {
                const pattern = parts.join(":");
                const glob = globIn(pattern, isArn ? arn : plain);
                const text = pattern.replaceAll("*", more).replaceAll("?", "b");
                let positions = start(glob);
                for (const character of text) {
                    positions = nextPositions(glob, positions, character.charCodeAt(0));
                }
                if (glob.codes.length > 0) {
                    expect(matches(glob, text)).to.equal(accepts(glob, positions));
                }
            }),
            { numRuns: 2_000 },
        );
    });

    it("crosses colons and slashes in a resource", () => {
        expect(matchesText("arn:aws:iam::*:role/x", "arn:aws:iam::1:user/:role/x")).to.equal(true);
    });

    it("stays within the part in an ARN condition, but for the last", () => {
        const arn = { ...plain, arn: true };
        expect(matchesText("arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", arn)).to.equal(true);
        expect(matchesText("arn:aws:iam::*:role/x", "arn:aws:iam::1:u:role/x", arn)).to.equal(
            false,
        );
        expect(matchesText("arn:aws:iam::?:*", "arn:aws:iam:::::", arn)).to.equal(false);
        expect(matchesText("arn:aws:sns:*:*:*", "arn:aws:sns:r:1:a:b", arn)).to.equal(true);
        expect(matchesText("*", "arn:aws:iam::1:user/x", arn)).to.equal(true);
    });

    it("takes linear time for patterns that blow up a regular expression", () => {
        const text = "a".repeat(10_000);
        expect(matchesText("*a".repeat(5_000), text)).to.equal(true);
        expect(matchesText(`${"*a".repeat(5_000)}b`, text)).to.equal(false);
        expect(matchesText("*a*".repeat(3_000), "b".repeat(10_000))).to.equal(false);
        expect(matchesText(`${"*?".repeat(5_000)}b`, text)).to.equal(false);
    });
});
