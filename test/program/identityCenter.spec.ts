import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import type { IdentityCenterGroup } from "../../identities/identity";
import { unknownRoles } from "../../identities/federation/unknownRoles";
import type { ConfigError } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { runProgram } from "../support/mocks";
import type { RunOptions } from "../support/mocks";
import { runAccount, trustPolicies } from "./support";

const identityCenter = {
    instanceArn: "arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6",
    region: "eu-west-1",
    accountId: "999999999999",
    deployRoleArn: "arn:aws:iam::999999999999:role/PSKIdentityCenter",
};
const reserved =
    "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_";
const groups: readonly IdentityCenterGroup[] = [
    {
        name: "Operators",
        trustClass: "prod",
        by: "identityCenter",
        groupId: "b3a2c1d0-70a1-70b2-c3d4-e5f60718293a",
        roleArn: `${reserved}PSKProd-Operators_0a1b2c3d4e5f6071`,
    },
    {
        name: "NetworkTeam",
        trustClass: "nonprod",
        roles: ["PlatformVPCRole"],
        by: "identityCenter",
        groupId: "c4b3d2e1-8012-4c3d-9e5f-0a1b2c3d4e5f",
        roleArn: `${reserved}PSKNonprod-NetworkTeam_8192a3b4c5d6e7f8`,
    },
    {
        name: "Newcomers",
        trustClass: "nonprod",
        by: "identityCenter",
        groupId: "d5c4e3f2-9123-4d4e-8f60-1b2c3d4e5f60",
    },
];

const withGroups = (federatedGroups = groups, center: unknown = identityCenter): RunOptions => ({
    catalogues: {
        identities: { ...identityCatalogue, federatedGroups },
        roles: roleCatalogue,
    },
    config: { identityCenter: center },
});

const isOfCenter = (type: string): boolean => type.startsWith("aws:ssoadmin/");

describe("program, federated people by IAM Identity Center", () => {
    it("makes exactly these resources of it, all by its own provider", async () => {
        const { resources } = await runProgram("state", withGroups());
        const found = resources
            .filter(({ type, name }) => isOfCenter(type) || name === "identity-center")
            .map(({ type, name, protect, inputs: { inlinePolicy, ...inputs } }) => ({
                type,
                name,
                protect,
                inputs: {
                    ...inputs,
                    ...(typeof inlinePolicy === "string"
                        ? { inlinePolicy: JSON.parse(inlinePolicy) as unknown }
                        : {}),
                },
            }))
            .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
        const expected: unknown = JSON.parse(
            readFileSync(join(__dirname, "expected", "identityCenter.json"), "utf8"),
        );
        expect(found).to.deep.equal(expected);
        for (const { type, provider } of resources.filter((one) => one.type.startsWith("aws:"))) {
            expect(provider.includes("::identity-center::"), type).to.equal(isOfCenter(type));
        }
    });

    it("assigns a permission set last: after its policy, its boundary, and the policy that the boundary names", async () => {
        const { resources } = await runProgram("state", withGroups());
        const of = (type: string): readonly string[] =>
            resources.find((one) => one.type === type && one.name === "PSKProd-Operators")
                ?.dependencies ?? [];
        expect(of("aws:ssoadmin/accountAssignment:AccountAssignment")).to.include.members([
            "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy::PSKProd-Operators",
            "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment::PSKProd-Operators",
        ]);
        expect(of("iam-profiles:identities:PermissionSet")).to.include.members([
            "aws:iam/policy:Policy::PSKPipelineBoundary",
        ]);
    });

    it("exports the roles that are known in the contract", async () => {
        const { outputs } = await runProgram("state", withGroups());
        const { identities } = outputs["contract"] as { identities: Record<string, object> };
        expect(identities["PSKOperators"]).to.deep.equal({ arn: groups[0]?.roleArn });
        expect(identities["PSKNetworkTeam"]).to.deep.equal({ arn: groups[1]?.roleArn });
        expect(identities).to.not.have.property("PSKNewcomers");
    });

    for (const [stack, role, trusted] of [
        ["nonprod", "PSKPlatformVPCRole", [1, 0]],
        ["prod", "PSKPlatformVPCRole", [0]],
        ["state", "PSKPlatformVPCRole", [0]],
        ["nonprod", "PSKPlatformObservabilityBaseRole", [0]],
    ] as const) {
        it(`${stack}: ${role} trusts exactly the roles of class and reach, and none that isn't known`, async () => {
            const run = await (stack === "state"
                ? runProgram(stack, withGroups())
                : runAccount(stack, withGroups()));
            const trust = trustPolicies(run)[role]?.Statement.find(
                ({ Sid }) => Sid === "TrustFederatedGroups",
            );
            expect(trust).to.deep.equal({
                Sid: "TrustFederatedGroups",
                Effect: "Allow",
                Principal: { AWS: trusted.map((index) => groups[index]?.roleArn) },
                Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
            });
        });
    }

    it("shares out a group's roles among more policies where one is too short", async () => {
        const accounts = Object.fromEntries(
            Array.from({ length: 150 }, (_, index) => [
                `n${index}`,
                { id: String(444444444000 + index), environment: "nonprod" },
            ]),
        );
        const { config, ...rest } = withGroups(groups.slice(0, 1));
        const state = { id: "111111111111", environment: "state" };
        const { resources } = await runProgram("state", {
            ...rest,
            config: { ...config, accounts: { state, ...accounts } },
        });
        const attached = resources.filter(({ type }) =>
            type.endsWith(":CustomerManagedPolicyAttachment"),
        );
        expect(attached).to.not.be.empty;
        for (const { inputs } of attached) {
            const reference = inputs["customerManagedPolicyReference"] as Record<string, string>;
            expect(reference["path"]).to.equal("/PSKPolicies/assume/prod/");
            expect(
                resources.some(
                    ({ type, inputs: its }) =>
                        type === "aws:iam/policy:Policy" && its["name"] === reference["name"],
                ),
            ).to.equal(true);
        }
    });

    it("says what to do about a group whose role isn't known", () => {
        const stateAccount = { name: "state", id: "111111111111", environment: "state" } as const;
        expect(
            unknownRoles({ prefix: "PSK", stateAccount }, { federatedGroups: groups }),
        ).to.deep.equal([
            "Federated group Newcomers: no role trusts it yet, since the ARN of its own role isn't known. After this update, in account 111111111111: " +
                `aws iam list-roles --path-prefix /aws-reserved/sso.amazonaws.com/ --query "Roles[?contains(RoleName, '_PSKNonprod-Newcomers_')].Arn". ` +
                "Write it as roleArn of the group in identities/federatedPeople.ts, and update all stacks.",
        ]);
    });

    it("is refused with its file without the settings of Identity Center", async () => {
        const error = await runProgram("state", withGroups(groups, {})).then(
            () => undefined,
            (refusal: unknown) => refusal as ConfigError,
        );
        expect(error?.message).to.match(
            /identities\/federatedPeople\.ts is not usable:\n {2}- federated group "Operators": identityCenter of Pulumi\.yaml is empty/,
        );
    });

    it("makes nothing of it where no group comes by it", async () => {
        const { resources } = await runProgram("state", withGroups([]));
        expect(resources.filter(({ type }) => isOfCenter(type))).to.deep.equal([]);
        expect(resources.filter(({ name }) => name === "identity-center")).to.deep.equal([]);
    });
});
