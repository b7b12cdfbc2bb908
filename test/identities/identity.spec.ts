import { expect } from "chai";

import { allIdentities, mayAssume, userArn } from "../../identities/identity";

describe("allIdentities", () => {
    it("lists service accounts first, each with its kind", () => {
        const serviceAccounts = [{ name: "a", trustClass: "prod" as const, roles: ["R"] }];
        const people = [{ name: "b", trustClass: "nonprod" as const }];
        expect(allIdentities({ serviceAccounts, people })).to.deep.equal([
            { name: "a", trustClass: "prod", roles: ["R"], kind: "serviceAccount" },
            { name: "b", trustClass: "nonprod", kind: "person" },
        ]);
    });
});

describe("userArn", () => {
    const state = { partition: "aws-cn", prefix: "Acme", accountId: "111111111111" };
    for (const [kind, trustClass, arn] of [
        ["serviceAccount", "nonprod", "AcmeServiceAccounts/nonprod/Acmex"],
        ["serviceAccount", "prod", "AcmeServiceAccounts/prod/Acmex"],
        ["person", "nonprod", "AcmePeople/nonprod/Acmex"],
        ["person", "prod", "AcmePeople/prod/Acmex"],
    ] as const) {
        it(`${kind}, ${trustClass}: its path ends in the trust class`, () => {
            expect(userArn(state, { name: "x", kind, trustClass })).to.equal(
                `arn:aws-cn:iam::111111111111:user/${arn}`,
            );
        });
    }
});

describe("mayAssume", () => {
    for (const [trustClass, environment, expected] of [
        ["nonprod", "nonprod", true],
        ["nonprod", "prod", false],
        ["nonprod", "state", false],
        ["prod", "nonprod", true],
        ["prod", "prod", true],
        ["prod", "state", true],
    ] as const) {
        it(`${trustClass} identity, ${environment} account: ${expected}`, () => {
            const account = { name: "a", id: "444444444444", environment };
            expect(mayAssume({ name: "x", trustClass }, account, "R")).to.equal(expected);
            const roles = ["R"];
            expect(mayAssume({ name: "x", trustClass, roles }, account, "R")).to.equal(expected);
            expect(mayAssume({ name: "x", trustClass, roles }, account, "S")).to.equal(false);
        });
    }
});
