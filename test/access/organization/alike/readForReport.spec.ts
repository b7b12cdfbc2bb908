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
    /** How many accounts there are. */
    readonly of: number;
    /** How many of them are evaluated. */
    readonly there: number;
    readonly boundary: string;
}

const cases = JSON.parse(
    readFileSync(path.join(__dirname, "readForReport.cases.json"), "utf8"),
) as readonly Case[];

/** By number of accounts: made once. */
const written = new Map<number, string>();

/** The first is the state account; the others are nonprod and prod. */
function platform(size: number) {
    const text = written.get(size) ?? write(size);
    written.set(size, text);
    return JSON.parse(text) as {
        accounts: Record<string, unknown>;
        details: Record<string, unknown>;
    };
}

function write(size: number): string {
    const { accounts, detailsOf } = syntheticOrganization({
        accounts: size,
        rolesPerAccount: 2,
        identities: 4,
        seed: 4,
    });
    return JSON.stringify({ accounts, details: Object.fromEntries(detailsOf) });
}

describe("readForReport", () => {
    for (const { name, put: changes, of, there, boundary } of cases) {
        it(`${there} of ${of} accounts are evaluated, and the report is that of all: ${name}`, () => {
            const { accounts, details } = platform(of);
            for (const [place, value] of Object.entries(changes)) {
                put({ accounts, details }, place, value ?? undefined);
            }
            const detailsOf = new Map(Object.entries(details));
            const whole = readOrganization(accounts, detailsOf);
            const reduced = readForReport(accounts, detailsOf);
            const report = buildReport(reduced);
            expect(report.verdict.boundary).to.equal(boundary);
            expect(reduced.accounts).to.have.length(there);
            // All that is evaluated is the same, so its report needn't be made again.
            if (there === of) expect(reduced.accounts).to.deep.equal(whole.accounts);
            else expect(report).to.deep.equal(buildReport(whole));
            expect(reduced.digest()).to.equal(whole.digest());
        });
    }
});
