import { expect } from "chai";
import * as fc from "fast-check";

import { mayMoveTo, partsOf } from "../../identities/parts";
import type { Part } from "../../identities/parts";
import { seed } from "../support/seed";

const ids = fc.uniqueArray(
    fc.integer({ min: 0, max: 999_999_999_999 }).map((id) => String(id).padStart(12, "0")),
    { minLength: 1, maxLength: 60 },
);
const capacity = fc.integer({ min: 1, max: 12 });

const divide = (items: readonly string[], most: number): readonly Part<string>[] =>
    partsOf(
        items,
        (item) => item,
        (some) => some.length <= most,
    );

/** What each part has, by its number. */
const contents = (parts: readonly Part<string>[]): ReadonlyMap<number, string> =>
    new Map(parts.map(({ number, items }) => [number, [...items].sort().join()]));

/** How two divisions differ, in numbers of parts. */
function changes(before: readonly Part<string>[], after: readonly Part<string>[]) {
    const [old, its] = [contents(before), contents(after)];
    return {
        made: [...its.keys()].filter((number) => !old.has(number)).length,
        ended: [...old.keys()].filter((number) => !its.has(number)).length,
        changed: [...its].filter(([number, text]) => old.has(number) && old.get(number) !== text)
            .length,
    };
}

const partOf = (parts: readonly Part<string>[], id: string): number | undefined =>
    parts.find(({ items }) => items.includes(id))?.number;

const runs = { seed, numRuns: 500 };

describe("partsOf", () => {
    it("has each item in one part, none too large, and the first part always", () => {
        fc.assert(
            fc.property(ids, capacity, (items, most) => {
                const parts = divide(items, most);
                expect(parts.flatMap((part) => part.items).sort()).to.deep.equal([...items].sort());
                for (const part of parts) expect(part.items.length).to.be.within(1, most);
                const numbers = parts.map(({ number }) => number);
                expect(numbers).to.deep.equal([...new Set(numbers)].sort((a, b) => a - b));
                expect(numbers[0]).to.equal(0);
            }),
            runs,
        );
    });

    it("is one part while all fit", () => {
        expect(divide(["a", "b", "c"], 3)).to.deep.equal([{ number: 0, items: ["a", "b", "c"] }]);
        expect(divide([], 3)).to.deep.equal([{ number: 0, items: [] }]);
    });

    it("does not depend on the order", () => {
        fc.assert(
            fc.property(
                ids.chain((items) =>
                    fc.tuple(
                        fc.constant(items),
                        fc.shuffledSubarray(items, { minLength: items.length }),
                    ),
                ),
                capacity,
                ([items, shuffled], most) => {
                    expect(contents(divide(shuffled, most))).to.deep.equal(
                        contents(divide(items, most)),
                    );
                },
            ),
            runs,
        );
    });

    it("touches one part with each item more, and makes at most one; the same backwards", () => {
        fc.assert(
            fc.property(ids, capacity, fc.nat(), (items, most, at) => {
                const less = items.filter((_, index) => index !== at % items.length);
                const [before, after] = [divide(less, most), divide(items, most)];
                const more = changes(before, after);
                // The last item of all leaves an empty first part.
                expect(more.changed, "changed").to.be.at.most(1);
                expect(more.made, "made").to.be.at.most(1);
                expect(more.ended, "ended").to.equal(0);
                expect(more.changed + more.made, "touched").to.be.at.least(1);
                expect(changes(after, before)).to.deep.equal({
                    made: 0,
                    ended: more.made,
                    changed: more.changed,
                });
            }),
            runs,
        );
    });

    it("moves items only to a part that wasn't there, or from one that ends, whatever changes at once", () => {
        fc.assert(
            fc.property(ids, fc.func(fc.nat(2)), capacity, capacity, (items, whose, was, is) => {
                const before = divide(
                    items.filter((id) => whose(id) !== 1),
                    was,
                );
                const after = divide(
                    items.filter((id) => whose(id) !== 2),
                    is,
                );
                for (const id of items.filter((one) => whose(one) === 0)) {
                    const [from, to] = [partOf(before, id), partOf(after, id)];
                    if (from === undefined || to === undefined) throw new Error(id);
                    if (from === to || !contents(after).has(from)) continue;
                    expect(contents(before).has(to), `${from} to ${to}`).to.equal(false);
                    expect(mayMoveTo(from, to), `${from} to ${to}`).to.equal(true);
                }
            }),
            runs,
        );
    });

    it("numbers parts almost without gaps, so that their names stay short", () => {
        const thousands = Array.from({ length: 4_000 }, (_, i) => String(400_000_000_000 + i));
        const numbers = divide(thousands, 90).map(({ number }) => number);
        expect(numbers.at(-1)).to.be.below(100);
        expect(numbers.length).to.be.within(45, 90);
    });

    it("ends where items have the same hash", () => {
        const same = partsOf(
            ["a", "b"],
            () => "x",
            (items) => items.length < 2,
        );
        expect(same).to.deep.equal([{ number: 0, items: ["a", "b"] }]);
    });
});
