import { expect } from "chai";

import { downgrades } from "../../policy-pack/enforcement";
import type { Level } from "../../policy-pack/enforcement";
import { policiesOf } from "../../policy-pack/policies";

const policies = [{ name: "strict" }, { name: "advice", enforcementLevel: "advisory" }];

describe("a configuration of the pack", () => {
    for (const { name, level, faults } of [
        { name: "strict", level: "mandatory", faults: [] },
        { name: "strict", level: "remediate", faults: [] },
        {
            name: "strict",
            level: "advisory",
            faults: ["strict would be advisory; it must stay mandatory"],
        },
        {
            name: "strict",
            level: "disabled",
            faults: ["strict would be disabled; it must stay mandatory"],
        },
        { name: "advice", level: "mandatory", faults: [] },
        { name: "advice", level: "advisory", faults: [] },
        { name: "advice", level: "disabled", faults: [] },
        { name: "none of the pack", level: "disabled", faults: [] },
    ]) {
        it(`${faults.length === 0 ? "may" : "may not"} make ${name} ${level}`, () => {
            expect(downgrades(policies, new Map([[name, level as Level]]))).to.deep.equal(faults);
        });
    }

    it("may not turn any rule off but the one that only advises", () => {
        const all = policiesOf(() => Promise.reject(new Error("not read")));
        const off = new Map(all.map(({ name }) => [name, "disabled" as const]));
        expect(downgrades(all, off)).to.have.length(all.length - 1);
    });
});
