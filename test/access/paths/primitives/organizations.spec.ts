import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { primitives } from "../../../../access/paths/primitives";
import { buildReport } from "../../../../access/report/buildReport";
import { organizationOf } from "./organization";
import type { Case } from "./organization";

const cases = readdirSync(__dirname)
    .filter((file) => file.endsWith(".cases.json"))
    .flatMap((file) => JSON.parse(readFileSync(join(__dirname, file), "utf8")) as readonly Case[]);
const admin = "arn:aws:iam::333333333333:role/Admin";

describe("An organization for each escalation primitive", () => {
    it("is there once", () => {
        expect(cases.map(({ primitive }) => primitive)).to.have.members(
            primitives.map(({ id }) => id),
        );
    });

    for (const entry of cases) {
        const { primitive, vulnerable, repaired, expectedHops } = entry;
        const isCertain = primitives.find(({ id }) => id === primitive)?.unknown === undefined;

        it(`finds ${primitive} where it ${isCertain ? "crosses" : "may cross"} the environment boundary`, () => {
            const report = buildReport(organizationOf(entry, vulnerable, false));
            expect(report.boundary).to.equal(isCertain ? "crossed" : "unknown");
            const crossing = report.crossings.find(({ role }) => role === admin);
            expect(crossing?.hops.map(({ kind }) => kind)).to.deep.equal(expectedHops);
        });

        it(`finds no way by ${primitive} where it is repaired`, () => {
            const report = buildReport(organizationOf(entry, repaired, true));
            expect({ boundary: report.boundary, crossings: report.crossings }).to.deep.equal({
                boundary: "holds",
                crossings: [],
            });
        });
    }
});
