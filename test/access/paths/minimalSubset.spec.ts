import { expect } from "chai";
import fc from "fast-check";

import { minimalSubset } from "../../../access/paths/minimalSubset";

const size = 12;
const numbers = Array.from({ length: size }, (_, number) => number);
/** Enough are those that hold one of some sets. */
const sets = fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 5 }), { maxLength: 6 });
const askFor =
    (enough: readonly (readonly number[])[]) =>
    (some: readonly number[]): true | undefined =>
        enough.some((set) => set.every((one) => some.includes(one))) ? true : undefined;

/** Leaves out one after the other, from the end. */
function oneByOne(
    isEnough: (some: readonly number[]) => true | undefined,
): readonly number[] | undefined {
    if (isEnough(numbers) === undefined) return undefined;
    return [...numbers].reverse().reduce<readonly number[]>((kept, number) => {
        const without = kept.filter((other) => other !== number);
        return isEnough(without) === undefined ? kept : without;
    }, numbers);
}

describe("minimal subsets", () => {
    it("are what is left when one after the other is left out, from the end", () => {
        fc.assert(
            fc.property(sets, (enough) => {
                const isEnough = askFor(enough);
                expect(minimalSubset(numbers, isEnough)).to.deep.equal(oneByOne(isEnough));
            }),
            { numRuns: 500 },
        );
    });

    it("of one or two elements of a thousand take few questions", () => {
        const all = Array.from({ length: 1000 }, (_, number) => number);
        for (const wanted of [[], [7], [999], [3, 998]]) {
            let questions = 0;
            const found = minimalSubset(all, (some) => {
                questions++;
                return wanted.every((one) => some.includes(one)) ? true : undefined;
            });
            expect(found).to.deep.equal(wanted);
            expect(questions).to.be.at.most(45);
        }
    });
});
