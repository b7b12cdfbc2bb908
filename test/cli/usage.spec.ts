import { expect } from "chai";

import { runCli } from "./runCli";
import cases from "./usage.cases.json";

describe("iam-profiles, used wrongly", function () {
    for (const { args, stderr } of cases) {
        it(args.join(" "), async () => {
            const result = await runCli(args);
            expect(result.stderr).to.contain(stderr);
            expect(result.stdout).to.equal("");
            expect(result.code).to.equal(2);
        });
    }

    it("refuses to run where Node would log secrets", async () => {
        const result = await runCli(["--help"], { NODE_DEBUG: "http" });
        expect(result.stderr).to.match(/^NODE_DEBUG is "http"/m);
        expect(result.code).to.equal(2);
    });
});
