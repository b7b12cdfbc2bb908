import { expect } from "chai";

import { ConfigError } from "../../platform/config";
import type { IdentityCatalogue } from "../../identities/identity";
import type { Catalogues } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import { platformVpcRole } from "../../roles/platformVpcRole";
import { runProgram } from "../support/mocks";
import { groupPolicies, memberships, ofType, runAccount } from "./support";
import { trustPolicies, trustedUsers } from "./support";

const catalogues = (identities: Partial<IdentityCatalogue>): Catalogues => ({
    identities: {
        serviceAccounts: [
            { name: "NonprodServiceAccount", trustClass: "nonprod" },
            { name: "ProdServiceAccount", trustClass: "prod" },
            ...(identities.serviceAccounts ?? []),
        ],
        people: identities.people ?? [],
    },
    roles: roleCatalogue,
});

const state = "arn:aws:iam::111111111111";
const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const assume = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

describe("a limited identity", () => {
    const limited = catalogues({
        serviceAccounts: [{ name: "Networks", trustClass: "nonprod", roles: ["PlatformVPCRole"] }],
    });

    it("has a group of its own, which names those roles and no others", async () => {
        const run = await runProgram("state", { catalogues: limited });
        expect(memberships(run)).to.deep.equal({
            "PSKNonprod-NetworksGroup": ["PSKNetworks"],
            PSKNonprodServiceAccountGroup: ["PSKNonprodServiceAccount"],
            PSKProdServiceAccountGroup: ["PSKProdServiceAccount"],
        });
        expect(groupPolicies(run)["PSKNonprod-NetworksGroup"]?.Statement).to.deep.equal([
            {
                Sid: "AssumeRoles",
                Effect: "Allow",
                Action: assume,
                Resource: ["arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformVPCRole"],
            },
        ]);
    });

    it("is trusted by those roles alone", async () => {
        const trust = trustPolicies(await runAccount("nonprod", { catalogues: limited }));
        const trusting = Object.keys(trust).filter((role) =>
            trustedUsers(trust[role]).includes("PSKNetworks"),
        );
        expect(trusting).to.deep.equal(["PSKPlatformVPCRole"]);
    });

    it("is trusted nowhere beyond its trust class", async () => {
        for (const stack of ["state", "prod"]) {
            const run = await runAccount(stack, { catalogues: limited });
            const named = Object.values(trustPolicies(run)).flatMap(trustedUsers);
            expect(named, stack).to.not.include("PSKNetworks");
        }
    });
});

describe("people", () => {
    const people = catalogues({
        people: [
            { name: "nora", trustClass: "nonprod" },
            { name: "pia", trustClass: "prod" },
        ],
    });

    it("are users below their own path, without a secret", async () => {
        const run = await runProgram("state", { catalogues: people });
        const users = ofType(run, "aws:iam/user:User").map(({ inputs, protect }) => ({
            ...inputs,
            protect,
        }));
        expect(users).to.have.deep.members([
            {
                name: "PSKNonprodServiceAccount",
                path: "/PSKServiceAccounts/nonprod/",
                protect: true,
            },
            { name: "PSKProdServiceAccount", path: "/PSKServiceAccounts/prod/", protect: true },
            { name: "PSKnora", path: "/PSKPeople/nonprod/", protect: true },
            { name: "PSKpia", path: "/PSKPeople/prod/", protect: true },
        ]);
        const secrets = ofType(run, "aws:secretsmanager/secret:Secret").map(({ name }) => name);
        expect(secrets).to.have.members(["PSKNonprodServiceAccount", "PSKProdServiceAccount"]);
        const contract = run.outputs["contract"] as Record<string, Record<string, unknown>>;
        expect(Object.keys(contract["secrets"] ?? {})).to.have.members(secrets);
        expect(contract["identities"]?.["PSKnora"]).to.deep.equal({
            arn: `${state}:user/PSKPeople/nonprod/PSKnora`,
            uniqueId: "AIDAPSKNORA",
        });
    });

    it("assume roles only with MFA, by their group's policy", async () => {
        const run = await runProgram("state", { catalogues: people });
        expect(groupPolicies(run)["PSKNonprodPersonGroup"]).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AssumeRoles",
                    Effect: "Allow",
                    Action: assume,
                    Resource: [
                        "ControlPlaneBaseRole",
                        "IamProfilesRole",
                        "PlatformHostedZonesRole",
                        "PlatformObservabilityBaseRole",
                        "PlatformVPCRole",
                    ].map((role) => `arn:aws:iam::222222222222:role/PSKRoles/PSK${role}`),
                    Condition: mfa,
                },
                {
                    Sid: "ManageOwnPasswordAndMfa",
                    Effect: "Allow",
                    Action: [
                        "iam:ChangePassword",
                        "iam:CreateVirtualMFADevice",
                        "iam:EnableMFADevice",
                        "iam:GetMFADevice",
                        "iam:GetUser",
                        "iam:ListMFADevices",
                        "iam:ResyncMFADevice",
                    ],
                    Resource: [
                        `${state}:mfa/\${aws:username}`,
                        `${state}:user/PSKPeople/nonprod/\${aws:username}`,
                    ],
                },
                {
                    Sid: "LogInToTheCli",
                    Effect: "Allow",
                    Action: ["signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token"],
                    Resource: ["arn:aws:signin:*:111111111111:oauth2/public-client/localhost"],
                },
            ],
        });
        expect(groupPolicies(run)["PSKProdPersonGroup"]?.Statement[0]?.Condition).to.deep.equal(
            mfa,
        );
    });

    it("assume roles only with MFA, by the roles' trust; prod people reach nonprod too", async () => {
        const trust = trustPolicies(await runAccount("nonprod", { catalogues: people }));
        expect(trust["PSKPlatformVPCRole"]?.Statement).to.deep.equal([
            {
                Sid: "TrustServiceAccounts",
                Effect: "Allow",
                Principal: {
                    AWS: [
                        `${state}:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount`,
                        `${state}:user/PSKServiceAccounts/prod/PSKProdServiceAccount`,
                    ],
                },
                Action: assume,
            },
            {
                Sid: "TrustPeopleWithMfa",
                Effect: "Allow",
                Principal: {
                    AWS: [
                        `${state}:user/PSKPeople/nonprod/PSKnora`,
                        `${state}:user/PSKPeople/prod/PSKpia`,
                    ],
                },
                Action: assume,
                Condition: mfa,
            },
        ]);
    });

    for (const stack of ["state", "prod"]) {
        it(`of class nonprod are not trusted in ${stack}, those of class prod are`, async () => {
            const trust = trustPolicies(await runAccount(stack, { catalogues: people }));
            expect(trustedUsers(trust["PSKIamProfilesRole"])).to.deep.equal([
                "PSKProdServiceAccount",
                "PSKpia",
            ]);
        });
    }
});

describe("several identities of a class", () => {
    const several = catalogues({
        serviceAccounts: [
            { name: "Zeta", trustClass: "nonprod" },
            { name: "Alpha", trustClass: "nonprod" },
        ],
    });

    it("share a group, sorted, and have a secret each", async () => {
        const run = await runProgram("state", { catalogues: several });
        expect(memberships(run)["PSKNonprodServiceAccountGroup"]).to.deep.equal([
            "PSKAlpha",
            "PSKNonprodServiceAccount",
            "PSKZeta",
        ]);
        expect(ofType(run, "aws:secretsmanager/secret:Secret")).to.have.length(4);
    });

    it("are trusted by each role, sorted", async () => {
        const trust = trustPolicies(await runAccount("nonprod", { catalogues: several }));
        expect(trustedUsers(trust["PSKPlatformVPCRole"])).to.deep.equal([
            "PSKAlpha",
            "PSKNonprodServiceAccount",
            "PSKZeta",
            "PSKProdServiceAccount",
        ]);
    });
});

describe("readers of secrets", () => {
    it("are those of the secret's trust class", async () => {
        const reader = (trustClass: string): string =>
            `${state}:role/PSKPipelines/${trustClass}/readers`;
        const run = await runProgram("state", {
            config: { secretReaders: { nonprod: [reader("nonprod")], prod: [reader("prod")] } },
        });
        const readers = ofType(run, "aws:secretsmanager/secretPolicy:SecretPolicy").map(
            ({ name, inputs }) => [name, String(inputs["policy"]).match(/\w+\/readers/g)],
        );
        expect(Object.fromEntries(readers)).to.deep.equal({
            PSKNonprodServiceAccount: ["nonprod/readers", "nonprod/readers"],
            PSKProdServiceAccount: ["prod/readers", "prod/readers"],
        });
    });
});

describe("a catalogue that leaves a role to nobody", () => {
    it("is refused with each role and account", async () => {
        const refused = await runProgram("state", {
            catalogues: {
                identities: {
                    serviceAccounts: [
                        { name: "All", trustClass: "prod", roles: ["PlatformVPCRole"] },
                    ],
                    people: [],
                },
                roles: roleCatalogue.filter(({ name }) => /VPC|HostedZones/.test(name)),
            },
        }).catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(ConfigError);
        const sentence = (account: string): string =>
            `no identity may assume role "PlatformHostedZonesRole" in account ${account} (${account}); ` +
            "add an identity that reaches it";
        expect((refused as ConfigError).message.split("\n  - ")).to.deep.equal([
            "identities/catalogue.ts is not usable:",
            ...["nonprod", "prod", "state"].map(sentence),
        ]);
    });
});

describe("faults of the catalogues", () => {
    it("are told in one error with those of the configuration", async () => {
        const refused = await runProgram("state", {
            catalogues: {
                identities: { serviceAccounts: [{ name: "a b", trustClass: "prod" }], people: [] },
                roles: [{ ...platformVpcRole, maxSessionDuration: 60 }],
            },
            config: { prefix: "" },
        }).catch((error: unknown) => error);
        expect((refused as Error).message).to.equal(
            [
                'The configuration of stack "state" is not usable (Pulumi.yaml and Pulumi.state.yaml):',
                '  - prefix is ""; must be 1 to 16 letters and digits, a letter first',
                "identities/catalogue.ts is not usable:",
                '  - identity "a b": a name must be 1 to 48 letters, digits or +=,.@_- (the prefix is added)',
                "roles/catalogue.ts is not usable:",
                '  - role "PlatformVPCRole": maxSessionDuration is 60; must be 3600 to 43200 (seconds)',
            ].join("\n"),
        );
    });
});
