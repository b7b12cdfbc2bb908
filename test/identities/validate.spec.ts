import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { identityCatalogue } from "../../identities/catalogue";
import { checkIdentities } from "../../identities/validate";
import { roleCatalogue } from "../../roles/catalogue";
import { assumableRoleNames } from "../../roles/role";
import { withUnknownKey } from "../support/unknownKey";

interface Case {
    readonly name: string;
    readonly serviceAccounts?: unknown;
    readonly people?: unknown;
    /** Instead of the two lists. */
    readonly catalogue?: unknown;
    readonly faults: readonly string[];
}

const cases = JSON.parse(
    readFileSync(join(__dirname, "validate.cases.json"), "utf8"),
) as readonly Case[];
const state = { partition: "aws", prefix: "PSK", accountId: "111111111111" };
const roles = assumableRoleNames(roleCatalogue, { trustClass: "prod" }, { name: "prod" });
const faultsOf = (catalogue: unknown): readonly string[] =>
    checkIdentities(catalogue, { assumable: roles, prodOnly: ["AccessAuditRole"] }, state).faults;

describe("checkIdentities", () => {
    it("returns the platform's catalogue as it is", () => {
        expect(checkIdentities(identityCatalogue, { assumable: roles }, state)).to.deep.equal({
            catalogue: identityCatalogue,
            faults: [],
            pipelineFaults: [],
            groupFaults: [],
        });
    });

    for (const { name, serviceAccounts = [], people = [], catalogue, faults } of cases) {
        it(name, () => {
            expect(faultsOf(catalogue ?? { serviceAccounts, people })).to.deep.equal(faults);
        });
    }

    it("refuses a limit that is undefined, which would be every role", () => {
        const limited = { name: "x", trustClass: "prod", roles: undefined };
        expect(faultsOf({ serviceAccounts: [limited], people: [] })).to.deep.equal([
            'identity "x": roles is missing; must be a list of role names; leave it out for every role',
        ]);
    });

    it("refuses an unknown property anywhere", () => {
        const catalogue = {
            serviceAccounts: [{ name: "a", trustClass: "prod", roles: ["PlatformVPCRole"] }],
            people: [{ name: "b", trustClass: "nonprod" }],
        };
        expect(faultsOf(catalogue)).to.deep.equal([]);
        fc.assert(
            fc.property(withUnknownKey(catalogue), ({ value, key }) => {
                expect(faultsOf(value).some((fault) => fault.includes(key))).to.equal(true);
            }),
        );
    });
});
