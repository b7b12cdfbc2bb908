import { expect } from "chai";

import type { PolicyStatement } from "../../platform/policyDocument";
import { rolesOfProdAlone } from "../../policy-pack/environmentBoundary";
import { roleCatalogue } from "../../roles/catalogue";
import { isAssumableBy } from "../../roles/role";
import { checkRoles } from "../../roles/validate";
import { identityWrites } from "../../roles/writesIdentities";
import cases from "./writesIdentities.cases.json";

const scope = { partition: "aws", prefix: "PSK", accountId: "111111111111" };

describe("what writes identities", () => {
    for (const { name, statement, writes } of cases) {
        it(`${name}: ${writes.length === 0 ? "nothing" : writes.join(", ")}`, () => {
            const whole = { Sid: "A", Effect: "Allow", ...statement } as unknown as PolicyStatement;
            expect(identityWrites(whole, scope)).to.deep.equal(writes);
        });
    }

    const { roles } = checkRoles(roleCatalogue, scope);
    const writers = roles.filter((role) => role.writesIdentities === true);

    it("is one role of the catalogue, which the policy pack knows by name", () => {
        const names = writers.map(({ name }) => `PSK${name}`);
        expect(names).to.deep.equal(["PSKIamProfilesRole"]);
        expect(rolesOfProdAlone(scope)).to.deep.equal(names);
    });

    it("is seen whether a role says so or not", () => {
        const given = roleCatalogue.map((role) => {
            const { writesIdentities, ...rest } = role;
            expect(writesIdentities, role.name).to.equal(
                role.name === "IamProfilesRole" ? true : undefined,
            );
            return rest;
        });
        const found = checkRoles(given, scope).roles.filter((role) => role.writesIdentities);
        expect(found.map(({ name }) => name)).to.deep.equal(["IamProfilesRole"]);
    });

    it("is prod's alone where nonprod shares the state account, and only there", () => {
        const [nonprod, prod] = [{ trustClass: "nonprod" }, { trustClass: "prod" }] as const;
        const shared = { name: "nonprod", sharedWith: "state" };
        for (const role of writers) {
            expect(isAssumableBy(role, nonprod, shared)).to.equal(false);
            expect(isAssumableBy(role, prod, shared)).to.equal(true);
            expect(isAssumableBy(role, nonprod, { name: "nonprod" })).to.equal(true);
        }
    });
});
