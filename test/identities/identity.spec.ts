import { expect } from "chai";

import { allIdentities, allUsers, identityArn, mayAssume } from "../../identities/identity";

describe("allIdentities", () => {
    it("lists service accounts, people, pipelines and federated groups, each with its kind and no more", () => {
        const serviceAccounts = [{ name: "a", trustClass: "prod" as const, roles: ["R"] }];
        const people = [{ name: "b", trustClass: "nonprod" as const }];
        const pipelines = [
            {
                name: "c",
                trustClass: "nonprod" as const,
                issuer: "gitlab" as const,
                project: "acme/c",
                on: { branch: "main" },
            },
        ];
        const federatedGroups = [
            {
                name: "d",
                trustClass: "prod" as const,
                roles: ["R"],
                by: "saml" as const,
                provider: "AcmeIdP",
            },
            {
                name: "e",
                trustClass: "nonprod" as const,
                by: "identityCenter" as const,
                groupId: "b3a2c1d0-70a1-70b2-c3d4-e5f60718293a",
                roleArn: "arn:aws:iam::111111111111:role/e",
            },
            {
                name: "notKnownYet",
                trustClass: "prod" as const,
                by: "identityCenter" as const,
                groupId: "c4b3d2e1-8012-4c3d-9e5f-0a1b2c3d4e5f",
            },
        ];
        const users = [
            { name: "a", trustClass: "prod", roles: ["R"], kind: "serviceAccount" },
            { name: "b", trustClass: "nonprod", kind: "person" },
        ];
        expect(
            allIdentities({ serviceAccounts, people, pipelines, federatedGroups }),
        ).to.deep.equal([
            ...users,
            { name: "c", trustClass: "nonprod", kind: "pipeline" },
            { name: "d", trustClass: "prod", roles: ["R"], kind: "federatedGroup" },
            {
                name: "e",
                trustClass: "nonprod",
                kind: "federatedGroup",
                arn: "arn:aws:iam::111111111111:role/e",
            },
        ]);
        expect(allUsers({ serviceAccounts, people, pipelines })).to.deep.equal(users);
    });
});

describe("identityArn", () => {
    const state = { partition: "aws-cn", prefix: "Acme", accountId: "111111111111" };
    for (const [kind, trustClass, arn] of [
        ["serviceAccount", "nonprod", "user/AcmeServiceAccounts/nonprod/Acmex"],
        ["serviceAccount", "prod", "user/AcmeServiceAccounts/prod/Acmex"],
        ["person", "nonprod", "user/AcmePeople/nonprod/Acmex"],
        ["person", "prod", "user/AcmePeople/prod/Acmex"],
        ["pipeline", "nonprod", "role/AcmePipelines/nonprod/Acmex"],
        ["pipeline", "prod", "role/AcmePipelines/prod/Acmex"],
        ["federatedGroup", "nonprod", "role/AcmePeople/nonprod/Acmex"],
        ["federatedGroup", "prod", "role/AcmePeople/prod/Acmex"],
    ] as const) {
        it(`${kind}, ${trustClass}: its path ends in the trust class`, () => {
            expect(identityArn(state, { name: "x", kind, trustClass })).to.equal(
                `arn:aws-cn:iam::111111111111:${arn}`,
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
            expect(mayAssume({ trustClass }, account, "R")).to.equal(expected);
            const roles = ["R"];
            expect(mayAssume({ trustClass, roles }, account, "R")).to.equal(expected);
            expect(mayAssume({ trustClass, roles }, account, "S")).to.equal(false);
        });
    }
});
