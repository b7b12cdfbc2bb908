import { expect } from "chai";

import { readOrganization } from "../../access/organization/readOrganization";
import { buildReport } from "../../access/report/buildReport";
import { syntheticOrganization } from "./synthetic";

describe("a synthetic organization", () => {
    const size = { accounts: 5, rolesPerAccount: 8, identities: 6, seed: 1 };

    it("is one that the proof reads whole, and that holds", () => {
        const { accounts, detailsOf } = syntheticOrganization(size);
        const report = buildReport(readOrganization(accounts, detailsOf));
        expect(report.boundary).to.equal("holds");
        expect(report.accounts).to.have.length(5);
        expect(report.roles).to.have.length(5 * 8);
        expect(report.identities).to.have.length(6);
        const kinds = new Set(report.reach.flatMap(({ hops }) => hops.map(({ kind }) => kind)));
        expect([...kinds])
            .to.include("AssumeRole")
            .and.to.have.length.above(1);
    });

    it("is the same for the same seed, and another for another", () => {
        expect(syntheticOrganization(size)).to.deep.equal(syntheticOrganization(size));
        expect(syntheticOrganization(size)).not.to.deep.equal(
            syntheticOrganization({ ...size, seed: 2 }),
        );
    });
});
