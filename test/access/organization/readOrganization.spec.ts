import { expect } from "chai";

import { OrganizationError } from "../../../access/organization/organizationError";
import { readOrganization } from "../../../access/organization/readOrganization";
import type { Account, Organization } from "../../../access/organization/organization";
import cases from "./faults.cases.json";
import { detailsOf, nonprodId, put, smallFiles, stateId } from "./small";

const read = (files: Record<string, unknown>): Organization =>
    readOrganization(files["accounts.json"], detailsOf(files));

const accountOf = (organization: Organization, id: string): Account => {
    const account = organization.accounts.find((one) => one.id === id);
    if (account === undefined) throw new Error(`no account ${id}`);
    return account;
};

/** An organization in short: documents by name, with a mark if they have a fault. */
const names = (documents: readonly { name: string; fault?: string }[]): string[] =>
    documents.map(({ name, fault }) => (fault === undefined ? name : `${name} (${fault})`));

describe("readOrganization", () => {
    it("reads the users of an account, with their groups' policies and their own", () => {
        const { users, groups } = accountOf(read(smallFiles()), stateId);
        expect(
            users.map(({ policies, boundary, tags, groups: of, ...facts }) => ({
                ...facts,
                policies: names(policies.map(({ document }) => document)),
                boundary: boundary?.arn,
                tags: [...tags],
                groups: of.map(({ name }) => name),
            })),
        ).to.deep.equal([
            {
                kind: "user",
                arn: "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/Deploy",
                name: "Deploy",
                id: "AIDADEPLOY",
                accountId: "111111111111",
                policies: [],
                boundary: undefined,
                tags: [["team", "platform"]],
                trustClass: "nonprod",
                groups: ["Nonprod"],
            },
            {
                kind: "user",
                arn: "arn:aws:iam::111111111111:user/Auditor",
                name: "Auditor",
                id: "AIDAAUDITOR",
                accountId: "111111111111",
                policies: [
                    "arn:aws:iam::111111111111:user/Auditor inline policy Own",
                    "arn:aws:iam::aws:policy/ReadOnlyAccess (its document is not in the authorization details)",
                    "arn:aws:iam::aws:policy/AdministratorAccess",
                ],
                boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
                tags: [],
                trustClass: "prod",
                groups: [],
            },
        ]);
        expect(users[0]?.groups[0]).to.equal(groups[0]);
        expect(names((groups[0]?.policies ?? []).map(({ document }) => document))).to.deep.equal([
            "arn:aws:iam::111111111111:group/PSKGroups/Nonprod inline policy Assume",
        ]);
    });

    it("reads the roles of an account, and its managed policies with all their versions", () => {
        const { roles, managedPolicies } = accountOf(read(smallFiles()), nonprodId);
        expect(
            roles.map(({ policies, boundary, tags, trust, ...facts }) => ({
                ...facts,
                policies: policies.map(({ arn }) => arn),
                boundary: boundary?.arn,
                tags: [...tags],
                trust: trust.name,
            })),
        ).to.deep.equal([
            {
                kind: "role",
                arn: "arn:aws:iam::222222222222:role/PSKRoles/Network",
                name: "Network",
                id: "AROANETWORK",
                accountId: "222222222222",
                policies: ["arn:aws:iam::222222222222:policy/PSKPolicies/Network"],
                boundary: "arn:aws:iam::222222222222:policy/PSKPolicies/Boundary",
                tags: [],
                trust: "arn:aws:iam::222222222222:role/PSKRoles/Network trust policy",
                hasInstanceProfile: true,
            },
        ]);
        expect(
            managedPolicies.map(({ arn, otherVersions }) => ({
                arn,
                otherVersions: otherVersions.map(({ id }) => id),
            })),
        ).to.deep.equal([
            {
                arn: "arn:aws:iam::222222222222:policy/PSKPolicies/Network",
                otherVersions: ["v1"],
            },
            { arn: "arn:aws:iam::222222222222:policy/PSKPolicies/Boundary", otherVersions: [] },
        ]);
        const [network, boundary] = managedPolicies;
        expect(roles[0]?.policies[0]?.document).to.equal(network?.document);
        expect(roles[0]?.boundary?.document).to.equal(boundary?.document);
        expect(network?.document.statements[0]?.actions.has("ec2:RunInstances")).to.equal(true);
        expect(network?.document.statements[0]?.actions.has("iam:CreateUser")).to.equal(false);
    });

    it("reads what accounts.json says beside names and environments", () => {
        const organization = read(smallFiles());
        const state = accountOf(organization, stateId);
        expect(state.serviceControlPolicies.map((level) => level.length)).to.deep.equal([1, 2]);
        expect(state.resourceControlPolicies.map((level) => level.length)).to.deep.equal([1]);
        expect(state.organizationId).to.equal("o-abcdefghij");
        expect(
            state.secrets?.map(({ policy, ...secret }) => ({ ...secret, policy: policy?.name })),
        ).to.deep.equal([
            {
                arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKServiceAccounts/nonprod/Deploy-0a1b2c3d-AbCdEf",
                policy: "arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKServiceAccounts/nonprod/Deploy-0a1b2c3d-AbCdEf resource policy",
                holdsKeyOf: "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/Deploy",
            },
        ]);
        expect(organization.accounts.map(({ id, partition }) => [id, partition])).to.deep.equal([
            [stateId, "aws"],
            [nonprodId, "aws"],
        ]);
    });

    it("says what such documents don't tell, and what couldn't be read of them", () => {
        const files = smallFiles();
        put(files["accounts.json"], `${stateId}.secrets`, undefined);
        put(files[`${nonprodId}.json`], "RoleDetailList.0.AssumeRolePolicyDocument", 7);
        const { limits } = read(files);
        expect(limits.at(-1)).to.match(
            /^arn:aws:iam::222222222222:role\/PSKRoles\/Network trust policy: /,
        );
        expect(limits.slice(0, -1)).to.deep.equal([
            "The secrets of account 111111111111 (state) were not listed: whether principals can read an identity's key there is unknown.",
            "Service control policies of account 222222222222 (nonprod) were not given; they count as allowing everything.",
            "Resource control policies of account 222222222222 (nonprod) were not given; they count as allowing everything.",
            "There is no role in account 111111111111 (state); check whether the details were filtered.",
            "Authorization details don't list MFA devices, so an MFA condition is never treated as a barrier.",
            "arn:aws:iam::aws:policy/ReadOnlyAccess: its document is not in the authorization details",
        ]);
    });

    it("names five accounts and counts the others", () => {
        const empty = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
        const ids = Array.from({ length: 7 }, (_, index) => String(100000000000 + index));
        const accounts = Object.fromEntries(
            ids.map((id) => [id, { name: "n", environment: "prod" }]),
        );
        const { limits } = readOrganization(accounts, new Map(ids.map((id) => [id, empty])));
        expect(limits[0]).to.match(/^Service control policies of accounts .* and 2 more were not/);
    });

    it("takes documents as the API returns them, URL-encoded", () => {
        const files = smallFiles();
        const place = "RoleDetailList.0.AssumeRolePolicyDocument";
        const whole = read(smallFiles());
        const document = {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: {
                        AWS: "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/Deploy",
                    },
                    Action: "sts:AssumeRole",
                },
            ],
        };
        put(files[`${nonprodId}.json`], place, encodeURIComponent(JSON.stringify(document)));
        const principals = (organization: Organization) => [
            ...(accountOf(organization, nonprodId).roles[0]?.trust.statements[0]?.principals
                ?.arns ?? []),
        ];
        expect(principals(read(files))).to.deep.equal(principals(whole));
        expect(principals(whole)).to.have.length(1);
    });

    it("counts a document that is missing as one that may say anything", () => {
        const files = smallFiles();
        put(files[`${nonprodId}.json`], "RoleDetailList.0.AssumeRolePolicyDocument", undefined);
        put(files["accounts.json"], `${stateId}.secrets.0.policy`, null);
        const organization = read(files);
        expect(accountOf(organization, nonprodId).roles[0]?.trust.fault).to.be.a("string");
        expect(accountOf(organization, stateId).secrets?.[0]?.policy?.fault).to.be.a("string");
    });

    it("lists an own policy that is attached but not in the details, since it can be rewritten", () => {
        const files = smallFiles();
        put(files[`${nonprodId}.json`], "Policies", []);
        expect(
            accountOf(read(files), nonprodId).managedPolicies.map(({ arn, document }) => [
                arn,
                document.fault,
            ]),
        ).to.deep.equal([
            [
                "arn:aws:iam::222222222222:policy/PSKPolicies/Boundary",
                "its document is not in the authorization details",
            ],
            [
                "arn:aws:iam::222222222222:policy/PSKPolicies/Network",
                "its document is not in the authorization details",
            ],
        ]);
    });

    it("lists no policy of AWS, which nobody can rewrite", () => {
        expect(accountOf(read(smallFiles()), stateId).managedPolicies).to.deep.equal([]);
    });

    for (const { path, identities, trustClass } of [
        { path: "/a/prod/", identities: {}, trustClass: "prod" },
        { path: "/a/nonprod/", identities: {}, trustClass: "nonprod" },
        { path: "/prod/a/", identities: {}, trustClass: "nonprod" },
        { path: "/Prod/", identities: {}, trustClass: "nonprod" },
        { path: "/", identities: {}, trustClass: "nonprod" },
        { path: "/a/", identities: "prod", trustClass: "prod" },
        { path: "/prod/", identities: "prod", trustClass: "prod" },
    ]) {
        it(`takes a user below ${path} for ${trustClass}${identities === "prod" ? " where accounts.json says so" : ""}`, () => {
            const arn = `arn:aws:iam::111111111111:user${path}U`;
            const details = {
                UserDetailList: [{ Arn: arn, UserName: "U" }],
                GroupDetailList: [],
                RoleDetailList: [],
                Policies: [],
            };
            const { accounts } = readOrganization(
                {
                    [stateId]: { name: "state", environment: "state" },
                    ...(identities === "prod" ? { identities: { [arn]: "prod" } } : {}),
                },
                new Map([[stateId, details]]),
            );
            expect(accounts[0]?.users[0]?.trustClass).to.equal(trustClass);
        });
    }

    describe("its faults", () => {
        for (const { name, file, set, remove, faults } of cases) {
            it(`say that ${name}`, () => {
                const files = smallFiles();
                for (const [place, value] of Object.entries(set)) put(files[file], place, value);
                for (const place of remove) put(files[file], place, undefined);
                let found: readonly string[] = [];
                try {
                    read(files);
                } catch (error) {
                    if (!(error instanceof OrganizationError)) throw error;
                    found = error.faults;
                }
                expect(found).to.deep.equal(faults);
            });
        }

        it("are shown up to fifty, and counted", () => {
            const faults = Array.from({ length: 53 }, (_, index) => `fault ${index}`);
            const { message } = new OrganizationError("here", faults);
            expect(message.split("\n")).to.have.length(52);
            expect(message).to.match(/^The accounts of here cannot be read:\n {2}- fault 0\n/);
            expect(message).to.match(/and 3 more$/);
        });
    });
});
