import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { OrganizationError } from "../../../access/organization/organizationError";
import { environmentOf, readEnvironments } from "../../../access/organization/readEnvironments";

interface Case {
    readonly name: string;
    readonly value: unknown;
    readonly faults: readonly string[];
}

const cases = JSON.parse(
    readFileSync(path.join(__dirname, "environments.cases.json"), "utf8"),
) as readonly Case[];

function faultsOf(value: unknown): readonly string[] {
    try {
        readEnvironments(value, "environments.json");
        return [];
    } catch (error) {
        return (error as OrganizationError).faults;
    }
}

describe("readEnvironments", () => {
    for (const { name, value, faults } of cases) {
        it(`${faults.length === 0 ? "takes" : "refuses"} ${name}`, () => {
            expect(faultsOf(value)).to.deep.equal(faults);
        });
    }
});

describe("environmentOf", () => {
    const environments = readEnvironments(
        {
            accounts: { "444444444444": "state" },
            organizationalUnits: {
                "/": "nonprod",
                "/A": "prod",
                "ou-ab12-bbbbbbbb": "customer-nonprod",
            },
        },
        "environments.json",
    );
    const root = { id: "r-ab12", path: "/" };
    const a = { id: "ou-ab12-aaaaaaaa", path: "/A" };
    const b = { id: "ou-ab12-bbbbbbbb", path: "/A/B" };

    it("is the account's own, or else the nearest unit's, by id or path", () => {
        const of = (id: string, ...parents: (typeof root)[]) =>
            environmentOf(environments, id, parents);
        expect(of("444444444444", root, a)).to.equal("state");
        expect(of("555555555555", root)).to.equal("nonprod");
        expect(of("555555555555", root, a)).to.equal("prod");
        expect(of("555555555555", root, a, b)).to.equal("customer-nonprod");
        expect(of("555555555555")).to.equal(undefined);
    });
});
