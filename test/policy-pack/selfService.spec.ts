import * as path from "node:path";

import { expect } from "chai";

import { parseAssumePolicy } from "../../policy-pack/assumePolicy";
import { isSelfService } from "../../policy-pack/selfService";
import { readCases } from "../support/readCases";
import { contextOf } from "./cases";

interface Case {
    readonly name: string;
    /** Of the people whom the statement is given to. */
    readonly trustClass: "nonprod" | "prod";
    readonly statement: object;
    readonly isSelfService: boolean;
}

const cases = readCases(path.join(__dirname, "selfService.cases.json")) as readonly Case[];
const context = contextOf({ name: "", stack: "state", resources: [], violations: [] });

describe("isSelfService", () => {
    for (const { name, trustClass, statement, isSelfService: expected } of cases) {
        it(`${name}: ${expected ? "yes" : "no"}`, () => {
            const policy = { Version: "2012-10-17", Statement: [statement] };
            const { statements } = parseAssumePolicy(policy, context);
            const [parsed = expect.fail("no statement")] = statements;
            expect(isSelfService(parsed, trustClass, context)).to.equal(expected);
        });
    }
});
