import * as path from "node:path";

import { expect } from "chai";

import type { Organization } from "../../../access/organization/organization";
import { buildReport } from "../../../access/report/buildReport";
import { searchLimitTexts } from "../../../access/report/limits";
import { readDirectory } from "../../../access/sources/directory";

describe("a search that exceeds its limit", () => {
    let organization: Organization;

    before(async () => {
        organization = await readDirectory(
            path.join(__dirname, "..", "organizations", "tags-written"),
        );
    });

    it("finds the path within the limit", () => {
        const report = buildReport(organization);
        expect(report.boundary).to.equal("crossed");
        expect(report.limits.filter((limit) => limit.includes("limit"))).to.deep.equal([]);
    });

    it("never says that the boundary holds", () => {
        const report = buildReport(organization, undefined, { nonprod: 0, prod: 0 });
        expect(report.crossings).to.deep.equal([]);
        expect(report.boundary).to.equal("unknown");
        expect(report.limits[0]).to.match(
            /^What 1 nonprod identity can do after changing IAM was not searched: /,
        );
    });

    it("of prod identities does not change the verdict", () => {
        const report = buildReport(organization, undefined, { nonprod: 10_000, prod: 0 });
        expect(report.boundary).to.equal("crossed");
    });

    it("says how far it went, and for how many identities", () => {
        expect(searchLimitTexts("nonprod", 2, 5_000)).to.deep.equal([
            "Search limit reached (5,000 re-evaluations after IAM changes): 2 nonprod identities may have further paths.",
        ]);
    });
});
