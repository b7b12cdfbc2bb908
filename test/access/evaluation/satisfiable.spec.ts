import { expect } from "chai";
import fc from "fast-check";

import { satisfiableAddress } from "../../../access/evaluation/satisfiableAddress";
import { satisfiableNumber, compares } from "../../../access/evaluation/satisfiableNumber";
import { satisfiableText } from "../../../access/evaluation/satisfiableText";
import { WorkLimit } from "../../../access/evaluation/workLimit";
import type { TextTest } from "../../../access/evaluation/satisfiableText";
import type { Satisfiability } from "../../../access/evaluation/satisfiability";
import { inRange, readAddress, readAddressRange } from "../../../access/policy/addressRange";
import { matches } from "../../../access/policy/glob";
import { compilePatterns, globsOf } from "../../../access/policy/patterns";

interface RawTest {
    readonly patterns: readonly string[];
    readonly ignoresCase: boolean;
    readonly mustHold: boolean;
}

const compile = ({ patterns, ignoresCase, mustHold }: RawTest): TextTest => ({
    globs: globsOf(
        compilePatterns(patterns, { wildcards: true, variables: false, arn: false, ignoresCase }),
    ),
    ignoresCase,
    mustHold,
});

const isMet = ({ globs, ignoresCase, mustHold }: TextTest, text: string): boolean => {
    const subject = ignoresCase ? text.toLowerCase() : text;
    return globs.some((glob) => matches(glob, subject)) === mustHold;
};

const satisfiability = (...tests: readonly RawTest[]): Satisfiability =>
    satisfiableText(tests.map(compile), new WorkLimit());

const must = (...patterns: readonly string[]): RawTest => ({
    patterns,
    ignoresCase: false,
    mustHold: true,
});
const mustNot = (...patterns: readonly string[]): RawTest => ({
    patterns,
    ignoresCase: false,
    mustHold: false,
});
const inAnyCase = (test: RawTest): RawTest => ({ ...test, ignoresCase: true });

const letters = ["a", "A", "b", "B", "~"];

/** All texts over the letters, up to a length. */
function texts(length: number): readonly string[] {
    if (length === 0) return [""];
    const shorter = texts(length - 1);
    return ["", ...shorter.flatMap((text) => letters.map((letter) => letter + text))];
}

const rawTest = fc.record({
    patterns: fc.array(
        fc.string({ unit: fc.constantFrom("a", "b", "A", "*", "?"), maxLength: 3 }),
        { minLength: 1, maxLength: 2 },
    ),
    ignoresCase: fc.boolean(),
    mustHold: fc.boolean(),
});

describe("what an attacker can choose", () => {
    describe("as a text", () => {
        // Globs of three characters hardly tell longer texts apart.
        const all = texts(5);

        it("is found if and only if one of all short texts does", () => {
            fc.assert(
                fc.property(fc.array(rawTest, { minLength: 1, maxLength: 3 }), (raw) => {
                    const tests = raw.map(compile);
                    const exists = all.some((text) => tests.every((test) => isMet(test, text)));
                    expect(satisfiableText(tests, new WorkLimit())).to.equal(
                        exists ? "satisfiable" : "unsatisfiable",
                    );
                }),
                { numRuns: 1_500 },
            );
        });

        it("may not contradict itself", () => {
            expect(satisfiability(must("a*"), must("*b"))).to.equal("satisfiable");
            expect(satisfiability(must("a*"), must("b*"))).to.equal("unsatisfiable");
            expect(satisfiability(must("a*"), mustNot("a", "a?", "a??*"))).to.equal(
                "unsatisfiable",
            );
            expect(satisfiability(must("a", "b"), mustNot("a"), mustNot("b"))).to.equal(
                "unsatisfiable",
            );
            expect(satisfiability(mustNot("?*"), mustNot(""))).to.equal("unsatisfiable");
            expect(satisfiability(mustNot("?*"))).to.equal("satisfiable");
            expect(satisfiability()).to.equal("satisfiable");
        });

        it("may be written in another case where case doesn't count", () => {
            expect(satisfiability(inAnyCase(must("abc")), mustNot("abc"))).to.equal("satisfiable");
            expect(satisfiability(inAnyCase(must("1")), mustNot("1"))).to.equal("unsatisfiable");
        });

        it("is unknown where the search would take too long", () => {
            const many = "?".repeat(40);
            expect(satisfiability(must(`*a${many}`), mustNot(`*b${many}`, `*a${many}`))).to.equal(
                "unknown",
            );
        });
    });

    describe("as a number", () => {
        const numberTest = fc.record({
            comparison: fc.constantFrom("=", "<", "<=", ">", ">="),
            bounds: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 }),
            mustHold: fc.boolean(),
        });

        it("is found if and only if one of all halves does", () => {
            const halves = Array.from({ length: 13 }, (_, index) => index / 2 - 1);
            const least = fc.option(fc.constantFrom(0, 1.5, 3), { nil: undefined });
            fc.assert(
                fc.property(fc.array(numberTest, { maxLength: 4 }), least, (tests, from) => {
                    const exists = halves.some(
                        (half) =>
                            (from === undefined || half >= from) &&
                            tests.every(
                                ({ comparison, bounds, mustHold }) =>
                                    compares(comparison, half, bounds) === mustHold,
                            ),
                    );
                    expect(satisfiableNumber(tests, from)).to.equal(
                        exists ? "satisfiable" : "unsatisfiable",
                    );
                }),
                { numRuns: 2_000 },
            );
        });
    });

    describe("as an address", () => {
        const ranges = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/31", "10.0.0.2", "::/0", "::2/127"];
        const addresses = ["9.0.0.0", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "::1", "::2"];
        const addressTest = fc.record({
            ranges: fc.subarray(ranges, { minLength: 1, maxLength: 3 }),
            mustHold: fc.boolean(),
        });

        it("is found if and only if one of each kind does", () => {
            fc.assert(
                fc.property(fc.array(addressTest, { maxLength: 4 }), (raw) => {
                    const tests = raw.map((test) => ({
                        mustHold: test.mustHold,
                        ranges: test.ranges.flatMap((text) => readAddressRange(text) ?? []),
                    }));
                    const exists = addresses
                        .flatMap((text) => readAddress(text) ?? [])
                        .some((address) =>
                            tests.every(
                                (test) =>
                                    test.ranges.some((range) => inRange(range, address)) ===
                                    test.mustHold,
                            ),
                        );
                    expect(satisfiableAddress(tests)).to.equal(
                        exists ? "satisfiable" : "unsatisfiable",
                    );
                }),
                { numRuns: 1_000 },
            );
        });

        it("may lie between two ranges that are shut", () => {
            const range = (text: string) => ({
                ranges: [readAddressRange(text)].flatMap((r) => r ?? []),
            });
            const within = { ...range("10.0.0.0/30"), mustHold: true };
            const ends = ["10.0.0.0", "10.0.0.3"].map((text) => ({
                ...range(text),
                mustHold: false,
            }));
            expect(satisfiableAddress([within, ...ends])).to.equal("satisfiable");
        });
    });
});
