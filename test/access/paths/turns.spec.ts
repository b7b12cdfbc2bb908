import { expect } from "chai";
import { derive, given, leastJointCost } from "../../../access/paths/derivation";
import type { Derivation } from "../../../access/paths/derivation";
import { leaveForLater } from "../../../access/paths/searchScope";
import type { Fact } from "../../../access/paths/step";

const hop = (to: string) => ({ kind: "AssumeRole", from: "a", to, action: "", because: [] });
const first = derive(hop("first"), [given]);
const second = derive(hop("second"), [first]);
const other = derive(hop("other"), [given]);

describe("The least cost of what two members do together", () => {
    const cases: readonly (readonly [string, readonly Derivation[], number, number])[] = [
        ["two that took a hop each", [first, other], 1, 3],
        ["one that was reached by the other", [first, second], 2, 3],
        ["the identity itself and one that it reached", [given, first], 1, 2],
        ["the identity itself and one far away", [given, second], 2, 3],
    ];
    for (const [name, members, cost, least] of cases) {
        it(`is ${least} for ${name}`, () => {
            expect(leastJointCost(members, cost)).to.equal(least);
        });
    }
});

describe("What may help a node in its turn", () => {
    const fact = (subject: string): Fact => ({ change: { what: "grants", subject } });
    const near = fact("near");
    const far = fact("far");
    const farther = derive(hop("far"), [other]);
    const supportOf = (): Map<Fact, Derivation> =>
        new Map([
            [near, second],
            [far, farther],
        ]);

    it("costs no more together with the node than the turn; the next turn is another one's", () => {
        const support = supportOf();
        // Two hops for what needs the node anyway, three for what doesn't.
        expect(leaveForLater(support, first, 2)).to.equal(farther);
        expect([...support.keys()]).to.deep.equal([near]);
    });

    it("is all of it in a later turn", () => {
        const support = supportOf();
        expect(leaveForLater(support, first, 3)).to.equal(undefined);
        expect([...support.keys()]).to.deep.equal([near, far]);
    });
});
