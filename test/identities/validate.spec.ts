import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import type { IdentityCatalogue } from "../../identities/identity";
import { identityCatalogue } from "../../identities/catalogue";
import { identityFaults } from "../../identities/validate";
import { roleCatalogue } from "../../roles/catalogue";
import { assumableRoleNames } from "../../roles/role";

interface Case extends Partial<IdentityCatalogue> {
    readonly name: string;
    readonly faults: readonly string[];
}

const cases = JSON.parse(
    readFileSync(join(__dirname, "validate.cases.json"), "utf8"),
) as readonly Case[];

describe("identityFaults", () => {
    it("finds none in the platform's catalogue", () => {
        expect(identityFaults(identityCatalogue, assumableRoleNames(roleCatalogue))).to.deep.equal(
            [],
        );
    });

    for (const { name, serviceAccounts = [], people = [], faults } of cases) {
        it(name, () => {
            expect(
                identityFaults({ serviceAccounts, people }, assumableRoleNames(roleCatalogue)),
            ).to.deep.equal(faults);
        });
    }
});
