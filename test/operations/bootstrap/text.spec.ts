import { expect } from "chai";

import { principalOf, waysToEnd } from "../../../operations/bootstrap/caller";
import { outcomeJson, outcomeText } from "../../../operations/bootstrap/text";
import cases from "./caller.cases.json";

describe("an administrator", () => {
    for (const { name, arn, principal, ways } of cases) {
        it(name, () => {
            const caller = { arn, accountId: "333333333333" };
            expect(principalOf(caller)).to.deep.equal(principal);
            expect(waysToEnd(caller)).to.deep.equal(ways);
        });
    }

    it("is none that isn't known", () => {
        const caller = { arn: "arn:aws:iam::333333333333:mfa/x", accountId: "333333333333" };
        expect(() => principalOf(caller)).to.throw("arn:aws:iam::333333333333:mfa/x is no role");
    });
});

describe("how a bootstrap ended", () => {
    it("in words", () => {
        expect(outcomeText("prod", { status: "done" })).to.equal(
            "Account prod is ready: its pipeline works, and the administrator's access is gone.",
        );
        expect(outcomeText("prod", { status: "declined" })).to.equal(
            "Nothing was deployed. To deploy what is shown above, run it again with --yes, or on a terminal.",
        );
        expect(outcomeText("prod", { status: "waiting", todo: ["a", "b"] })).to.equal(
            "Account prod is not done. Left for you:\n  - a\n  - b\nThen run this again.",
        );
    });

    it("as data", () => {
        expect(
            outcomeJson("prod", { status: "waiting", todo: ["a"] }, ["you are x"]),
        ).to.deep.equal({
            account: "prod",
            status: "waiting",
            todo: ["a"],
            steps: ["you are x"],
        });
    });
});
