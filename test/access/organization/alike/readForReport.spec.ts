import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { readForReport } from "../../../../access/organization/alike/readForReport";
import { readOrganization } from "../../../../access/organization/readOrganization";
import { buildReport } from "../../../../access/report/buildReport";
import { syntheticOrganization } from "../../synthetic";
import { put } from "../small";

interface Case {
    readonly name: string;
    /** Values by place: below `accounts` or `details`, then an account's id. */
    readonly put: Readonly<Record<string, unknown>>;
    /** How many of the 80 accounts are evaluated. */
    readonly there: number;
    readonly boundary: string;
}

const cases = JSON.parse(
    readFileSync(path.join(__dirname, "readForReport.cases.json"), "utf8"),
) as readonly Case[];

/** 80 accounts: the first is the state account; the others are nonprod and prod. */
function platform() {
    const { accounts, detailsOf } = syntheticOrganization({
        accounts: 80,
        rolesPerAccount: 2,
        identities: 4,
        seed: 4,
    });
    return JSON.parse(JSON.stringify({ accounts, details: Object.fromEntries(detailsOf) })) as {
        accounts: Record<string, unknown>;
        details: Record<string, unknown>;
    };
}

describe("readForReport", () => {
    for (const { name, put: changes, there, boundary } of cases) {
        it(`${there} of 80 accounts are evaluated, and the report is that of all: ${name}`, () => {
            const { accounts, details } = platform();
            for (const [place, value] of Object.entries(changes)) {
                put({ accounts, details }, place, value ?? undefined);
            }
            const detailsOf = new Map(Object.entries(details));
            const whole = readOrganization(accounts, detailsOf);
            const reduced = readForReport(accounts, detailsOf);
            const report = buildReport(whole);
            expect(report.verdict.boundary).to.equal(boundary);
            expect(reduced.accounts).to.have.length(there);
            expect(buildReport(reduced)).to.deep.equal(report);
            expect(reduced.digest()).to.equal(whole.digest());
        });
    }
});
