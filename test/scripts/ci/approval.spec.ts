import { expect } from "chai";

import { accessOwners, approvalOf } from "../../../scripts/ci/approval";
import type { PullRequest } from "../../../scripts/ci/approval";
import cases from "./approval.cases.json";

const pullRequest: PullRequest = {
    author: "sam",
    head: "c2",
    labels: ["access-change-approved"],
    reviews: [{ state: "APPROVED", author: "joe", commit: "c2", teams: ["acme/security"] }],
};

describe("the approval of a pull request", () => {
    for (const { name, change, lacks } of cases) {
        it(`${lacks.length === 0 ? "is there" : "is not there"}: ${name}`, () => {
            const approval = approvalOf({ ...pullRequest, ...change }, ["@acme/security", "@jane"]);
            expect(approval.lacks).to.deep.equal(lacks);
            expect(approval.approved).to.equal(lacks.length === 0);
        });
    }

    it("is the roles' owners': the last line for them counts", () => {
        const text = "* @all\n/roles/ @one # old\n/roles/  @acme/security @jane\n/docs/ @docs\n";
        expect(accessOwners(text)).to.deep.equal(["@acme/security", "@jane"]);
    });

    for (const text of ["", "* @all\n", "/roles/\n", "# /roles/ @jane\n"]) {
        it(`has no owner in ${JSON.stringify(text)}, which is an error`, () => {
            expect(() => accessOwners(text)).to.throw(
                "CODEOWNERS has no owner of /roles/; add a line for it",
            );
        });
    }
});
