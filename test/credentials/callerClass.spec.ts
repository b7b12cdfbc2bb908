import { expect } from "chai";

import { callerClass, mayMint } from "../../credentials/callerClass";
import type { Account } from "../../platform/accounts";

const accounts: Account[] = [
    { name: "state", id: "111111111111", environment: "state" },
    { name: "nonprod", id: "222222222222", environment: "nonprod" },
    { name: "prod", id: "333333333333", environment: "prod" },
];

describe("callerClass", () => {
    const cases: [string, "nonprod" | "prod" | "refused"][] = [
        ["arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/A", "nonprod"],
        ["arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/A", "prod"],
        ["arn:aws:iam::111111111111:user/A", "prod"],
        ["arn:aws:iam::111111111111:user/nonprod", "prod"],
        ["arn:aws:iam::111111111111:root", "prod"],
        ["arn:aws:sts::111111111111:assumed-role/PSKIamProfilesRole/nonprod", "prod"],
        ["arn:aws:sts::222222222222:assumed-role/PSKIamProfilesRole/ci", "nonprod"],
        ["arn:aws-us-gov:sts::222222222222:assumed-role/R/ci", "nonprod"],
        ["arn:aws:iam::222222222222:user/PSKServiceAccounts/prod/A", "refused"],
        ["arn:aws:iam::222222222222:root", "refused"],
        ["arn:aws:sts::333333333333:assumed-role/PSKIamProfilesRole/ci", "refused"],
        ["arn:aws:sts::444444444444:assumed-role/R/ci", "refused"],
        ["arn:aws:iam::1111111111111:root", "refused"],
        ["", "refused"],
    ];
    for (const [arn, expected] of cases) {
        it(`${arn || "no ARN"}: ${expected}`, () => {
            if (expected === "refused") {
                expect(() => callerClass(arn, accounts)).to.throw(
                    `caller ${arn} may not rotate credentials`,
                );
            } else {
                expect(callerClass(arn, accounts)).to.equal(expected);
            }
        });
    }

    const shared: Account[] = [
        { name: "nonprod", id: "111111111111", environment: "nonprod", sharedWith: "state" },
        { name: "prod", id: "333333333333", environment: "prod" },
        { name: "state", id: "111111111111", environment: "state", sharedWith: "nonprod" },
    ];
    for (const [arn, expected] of [
        ["arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/A", "nonprod"],
        ["arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/A", "prod"],
        ["arn:aws:iam::111111111111:root", "prod"],
        ["arn:aws:sts::111111111111:assumed-role/PSKIamProfilesRole/ci", "prod"],
        ["arn:aws:sts::111111111111:assumed-role/PSKPlatformVPCRole/ci", "nonprod"],
        ["arn:aws:sts::111111111111:assumed-role/PSKIamProfilesRole2/ci", "nonprod"],
    ] as const) {
        it(`${arn}, where nonprod shares the state account: ${expected}`, () => {
            expect(callerClass(arn, shared)).to.equal(expected);
        });
    }

    it("counts a session of customers' non-production as production's", () => {
        const arn = "arn:aws:sts::222222222222:assumed-role/R/ci";
        const customers: Account = {
            name: "nonprod",
            id: "222222222222",
            environment: "customer-nonprod",
        };
        expect(() => callerClass(arn, [customers])).to.throw("may not rotate credentials");
    });

    it("never lets nonprod hold a prod credential", () => {
        expect(mayMint("nonprod", "prod")).to.equal(false);
        expect(mayMint("nonprod", "nonprod")).to.equal(true);
        expect(mayMint("prod", "nonprod")).to.equal(true);
        expect(mayMint("prod", "prod")).to.equal(true);
    });
});
