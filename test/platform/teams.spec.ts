import * as path from "node:path";

import { expect } from "chai";

import { parseTeams, teamOf } from "../../platform/teams";
import type { Account } from "../../platform/accounts";
import { readCases } from "../support/readCases";

interface Case {
    readonly name: string;
    readonly teams: unknown;
    readonly faults: readonly string[];
}

const cases = readCases(path.join(__dirname, "teams.cases.json")) as readonly Case[];
const accounts: readonly Account[] = [
    { name: "nonprod", id: "222222222222", environment: "nonprod" },
    { name: "prod", id: "333333333333", environment: "prod" },
    { name: "state", id: "111111111111", environment: "state" },
];
const least = {
    owners: ["@acme/x"],
    namePrefix: "Xx0",
    trustClass: "nonprod",
    accounts: ["nonprod"],
};

describe("parseTeams", () => {
    for (const { name, teams, faults } of cases) {
        it(`${faults.length === 0 ? "takes" : "refuses"} ${name}`, () => {
            const found: string[] = [];
            parseTeams(teams, accounts, (fault) => void found.push(fault));
            expect(found).to.deep.equal(faults);
        });
    }

    it("fills in what is least, and sorts", () => {
        const teams = parseTeams(
            { b: { ...least, namePrefix: "Other" }, a: least },
            accounts,
            () => {
                throw new Error("a fault");
            },
        );
        expect(teams.map(({ name }) => name)).to.deep.equal(["a", "b"]);
        expect(teams[0]).to.deep.equal({
            name: "a",
            ...least,
            boundary: [],
            maxSessionDuration: 3600,
            services: [],
            serviceAccounts: false,
            pipelines: {},
            catalogueRoles: [],
        });
    });

    it("knows a team's names by their beginning, whatever their case", () => {
        const teams = parseTeams({ a: least }, accounts, () => undefined);
        const owners = ["Xx0Role", "xX0role", "Xx", "YXx0"].map(
            (name) => teamOf(teams, name)?.name,
        );
        expect(owners).to.deep.equal(["a", "a", undefined, undefined]);
    });
});
