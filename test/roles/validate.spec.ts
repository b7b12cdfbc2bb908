import { join } from "node:path";

import { expect } from "chai";

import { roleCatalogue } from "../../roles/catalogue";
import type { Role } from "../../roles/role";
import { roleFaults, unreachableRoles } from "../../roles/validate";
import { readCases } from "../support/readCases";

interface Case {
    readonly name: string;
    readonly roles: readonly Pick<Role, "name" | "description" | "maxSessionDuration">[];
    readonly faults: readonly string[];
}

const cases = readCases(join(__dirname, "validate.cases.json")) as readonly Case[];

describe("roleFaults", () => {
    it("finds none in the platform's catalogue", () => {
        expect(roleFaults(roleCatalogue)).to.deep.equal([]);
    });

    for (const { name, roles, faults } of cases) {
        it(name, () => {
            const complete = roles.map((role) => ({
                ...role,
                assumableBy: "identities" as const,
                permissions: () => [],
            }));
            expect(roleFaults(complete)).to.deep.equal(faults);
        });
    }
});

describe("unreachableRoles", () => {
    const accounts = [
        { name: "dev", id: "222222222222", environment: "nonprod" as const },
        { name: "state", id: "111111111111", environment: "state" as const },
    ];
    const roles = roleCatalogue.filter(({ name }) => /VPC|Crossplane/.test(name));
    const nobody = (account: string): string =>
        `nobody may assume role "PlatformVPCRole" in account ${account}; ` +
        "add an identity that reaches it to identities/catalogue.ts";

    it("finds none when a prod identity reaches all; a service's role needs no identity", () => {
        const identities = [{ name: "p", trustClass: "prod" as const }];
        expect(unreachableRoles(accounts, roles, identities)).to.deep.equal([]);
    });

    it("finds what a nonprod identity leaves to nobody", () => {
        const identities = [{ name: "n", trustClass: "nonprod" as const }];
        expect(unreachableRoles(accounts, roles, identities)).to.deep.equal([
            nobody("state (state)"),
        ]);
    });

    it("finds every role of every account when there is no identity", () => {
        expect(unreachableRoles(accounts, roles, [])).to.deep.equal([
            nobody("dev (nonprod)"),
            nobody("state (state)"),
        ]);
    });

    it("finds what limited identities leave to nobody", () => {
        const identities = [{ name: "p", trustClass: "prod" as const, roles: ["IamProfilesRole"] }];
        expect(unreachableRoles(accounts, roles, identities)).to.have.length(2);
    });
});
