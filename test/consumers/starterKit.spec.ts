import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import {
    boundaryArn,
    policyPath,
    rolePath,
    workloadPolicyPath,
    workloadRolePath,
} from "../../platform/naming";
import { roleCatalogue } from "../../roles/catalogue";

const text = readFileSync(path.join(checkout, "docs", "starter-kit.md"), "utf8");
const found = (pattern: RegExp): readonly string[] => [
    ...new Set([...text.matchAll(pattern)].map(([match]) => match)),
];

describe("docs/starter-kit.md", () => {
    it("names roles of the catalogue, and one that it says is missing", () => {
        const catalogue = roleCatalogue.map(({ name }) => `PSK${name}`);
        const others = found(/PSK\w+Role\b/g).filter((name) => !catalogue.includes(name));
        expect(others).to.deep.equal(["PSKPlatformWANRole"]);
        expect(text).to.contain("`PSKPlatformWANRole`, which the catalogue lacks");
    });

    it("names the paths and the boundary that the roles demand", () => {
        expect(found(/\/PSK\w+\//g)).to.have.members([
            rolePath("PSK"),
            policyPath("PSK"),
            workloadRolePath("PSK"),
            workloadPolicyPath("PSK"),
        ]);
        const scope = { partition: "aws", prefix: "PSK", accountId: "ACCOUNT" };
        expect(text).to.contain(`\`${boundaryArn(scope)}\``);
    });
});
