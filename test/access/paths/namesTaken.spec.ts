import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { buildReport } from "../../../access/report/buildReport";
import { organizationOf } from "./smallOrganization";
import type { SmallOrganization } from "./smallOrganization";

interface Case {
    readonly name: string;
    readonly organization: SmallOrganization;
    readonly boundary: string;
}

const { cases } = JSON.parse(readFileSync(path.join(__dirname, "remade.cases.json"), "utf8")) as {
    readonly cases: readonly Case[];
};

/** More roles than all names are compared of: then only those that trust policies name are. */
const others = Object.fromEntries(
    Array.from({ length: 301 }, (_, index) => [`Filler${index}`, {}] as const),
);

describe("beside more than 300 others, a role that a trust policy names", () => {
    for (const { name, organization, boundary } of cases) {
        it(`${name}: ${boundary}`, () => {
            const { nonprod = {} } = organization;
            const roles = { ...others, ...nonprod.roles };
            const report = buildReport(
                organizationOf({ ...organization, nonprod: { ...nonprod, roles } }),
            );
            expect(report.verdict.boundary).to.equal(boundary);
        });
    }
});
