import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { groupOf, groupsOf, policiesPerUser, policyNameOf } from "../../identities/groups";
import type { IdentityGroup } from "../../identities/groups";
import type { KnownUser } from "../../identities/identity";

const cases = JSON.parse(readFileSync(join(__dirname, "groups.cases.json"), "utf8")) as {
    groupsOf: { name: string; identities: KnownUser[]; groups: IdentityGroup[] }[];
    policies: { number: number; name: string; group: number }[];
};

describe("groupsOf", () => {
    for (const { name, identities, groups } of cases.groupsOf) {
        it(name, () => {
            expect(groupsOf("PSK", identities)).to.deep.equal(groups);
        });
    }
});

describe("the policies of a group", () => {
    for (const { number, name, group } of cases.policies) {
        it(`number ${number} is ${name}, of group ${group}`, () => {
            expect([
                policyNameOf("PSKProdServiceAccountGroup", number),
                groupOf(number),
            ]).to.deep.equal([name, group]);
        });
    }

    it("are ten of each group, and a user has ten groups", () => {
        const numbers = Array.from({ length: policiesPerUser }, (_, number) => groupOf(number));
        for (let group = 0; group < 10; group++) {
            expect(numbers.filter((one) => one === group)).to.have.length(10);
        }
    });
});
