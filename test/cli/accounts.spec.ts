import { expect } from "chai";

import { listAccounts } from "../../cli/accounts";
import { parseSettings } from "../../platform/config";
import { useHere } from "./useHere";

const account = (name: string, id: string, environment = name): object => ({
    name,
    id,
    environment,
    production: environment !== "nonprod",
    stack: name,
    deployRole: `arn:aws:iam::${id}:role/PSKRoles/PSKIamProfilesRole`,
});
const state = account("state", "111111111111");
const nonprod = account("nonprod", "222222222222");
const prod = account("prod", "333333333333");

describe("iam-profiles accounts", () => {
    for (const [args, listed] of [
        [[], [state, nonprod, prod]],
        [["--environment", "state"], [state]],
        [["--environment", "nonprod"], [nonprod]],
    ] as const) {
        it(`${args.join(" ")} --json prints the registry on one line`, async () => {
            const { stdout, stderr, code } = await useHere(["accounts", "--json", ...args]);
            expect(stdout).to.equal(`${JSON.stringify(listed)}\n`);
            expect(stderr).to.equal("");
            expect(code).to.equal(0);
        });
    }

    it("prints a table for people", async () => {
        const { stdout, code } = await useHere(["accounts"]);
        expect(stdout).to.equal(
            [
                "state    111111111111  state",
                "nonprod  222222222222  nonprod",
                "prod     333333333333  prod",
                "",
            ].join("\n"),
        );
        expect(code).to.equal(0);
    });

    it("lists an account that nonprod shares with state once, and customers' non-production as production", () => {
        const settings = parseSettings("iam-profiles", "state", {
            "aws:region": "us-east-1",
            "iam-profiles:accounts": JSON.stringify({
                state: { id: "111111111111", environment: "state" },
                development: { id: "111111111111", environment: "nonprod" },
                customers: { id: "222222222222", environment: "customer-nonprod" },
            }),
        });
        expect(listAccounts(settings)).to.deep.equal([
            { ...state, sharedWith: "development" },
            account("customers", "222222222222", "customer-nonprod"),
        ]);
        expect(listAccounts(settings, "nonprod")).to.deep.equal([]);
    });

    it("names roles by the platform's prefix and partition; an environment may have no account", () => {
        const settings = parseSettings("iam-profiles", "identities", {
            "aws:region": "us-gov-west-1",
            "iam-profiles:partition": "aws-us-gov",
            "iam-profiles:prefix": "ACME",
            "iam-profiles:accounts": JSON.stringify({
                identities: { id: "111111111111", environment: "state" },
            }),
        });
        expect(listAccounts(settings)).to.deep.equal([
            {
                name: "identities",
                id: "111111111111",
                environment: "state",
                production: true,
                stack: "identities",
                deployRole: "arn:aws-us-gov:iam::111111111111:role/ACMERoles/ACMEIamProfilesRole",
            },
        ]);
        expect(listAccounts(settings, "prod")).to.deep.equal([]);
    });
});
