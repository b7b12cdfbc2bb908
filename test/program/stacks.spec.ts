import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { policyDocument } from "../../platform/policyDocument";
import { permissionsBoundary } from "../../roles/boundary";
import { roleCatalogue } from "../../roles/catalogue";
import { permissionsPoliciesOf } from "../../roles/role";
import { accounts, runProgram } from "../support/mocks";
import type { Registered, Run } from "../support/mocks";
import { stateContract } from "./support";

type StackName = keyof typeof accounts;

interface Expected {
    /** Sorted by type and name. Permissions policies are left out: test/roles holds what they must keep. */
    readonly resources: readonly Omit<Registered, "provider" | "dependencies">[];
    readonly outputs: Record<string, unknown>;
}

const expectedOf = (stack: StackName): Expected =>
    JSON.parse(readFileSync(join(__dirname, "expected", `${stack}.json`), "utf8")) as Expected;

const managedPolicy = "aws:iam/policy:Policy";

/** A run in the shape of the expected documents. */
const comparable = ({ resources, outputs }: Run): Expected => ({
    resources: resources
        .map(({ type, name, protect, inputs: { policy, ...rest } }) => ({
            type,
            name,
            protect,
            inputs: type === managedPolicy || policy === undefined ? rest : { ...rest, policy },
        }))
        .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1)),
    outputs,
});

for (const stack of ["state", "nonprod", "prod"] as const) {
    describe(`program, stack ${stack}`, () => {
        let run: Run;
        before(async () => {
            run = await runProgram(
                stack,
                stack === "state" ? {} : { contract: await stateContract() },
            );
        });

        it("makes exactly these resources and outputs", () => {
            expect(comparable(run)).to.deep.equal(expectedOf(stack));
        });

        it("gives every role the catalogue's permissions and the permissions boundary", () => {
            const scope = { partition: "aws", prefix: "PSK", accountId: accounts[stack].id };
            const policies = run.resources.filter(({ type }) => type === managedPolicy);
            expect(
                Object.fromEntries(policies.map(({ name, inputs }) => [name, inputs["policy"]])),
            ).to.deep.equal({
                PSKPermissionsBoundary: permissionsBoundary(scope),
                ...Object.fromEntries(
                    roleCatalogue
                        .flatMap(permissionsPoliciesOf)
                        .map(({ name, permissions }) => [
                            `PSK${name}`,
                            policyDocument(permissions(scope)),
                        ]),
                ),
            });
        });

        it("takes nothing from a first policy before the further ones are attached", () => {
            const first = run.resources.find(
                ({ type, name }) => type === managedPolicy && name === "PSKControlPlaneBaseRole",
            );
            expect(first?.dependencies).to.include(
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment::PSKControlPlaneBaseRoleIam",
            );
        });

        it("makes the boundary, and the users where they are made, before every role", () => {
            const boundary = "aws:iam/policy:Policy::PSKPermissionsBoundary";
            const users =
                stack === "state"
                    ? ["PSKNonprodServiceAccount", "PSKProdServiceAccount"].map(
                          (name) => `aws:iam/user:User::${name}`,
                      )
                    : [];
            const roles = run.resources.filter(({ type }) => type.endsWith(":CatalogueRole"));
            expect(roles).to.have.length(7);
            for (const { name, dependencies } of roles) {
                expect(dependencies, name).to.include.members([boundary, ...users]);
            }
        });

        it("makes whatever is in AWS through the provider that is pinned to the account", () => {
            const astray = run.resources
                .filter(({ type }) => type.startsWith("aws:"))
                .filter(({ provider }) => !provider.includes("::pulumi:providers:aws::aws::"));
            expect(astray).to.deep.equal([]);
        });
    });
}

describe("program, provider", () => {
    it("assumes the deploy role and adds the configured tags to the project's own", async () => {
        const deployRoleArn = "arn:aws:iam::111111111111:role/PSKRoles/PSKIamProfilesRole";
        const { resources } = await runProgram("state", {
            config: { deployRoleArn, tags: { Team: "platform" }, "aws:region": "eu-central-1" },
        });
        const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
        expect(provider?.inputs).to.deep.equal({
            allowedAccountIds: '["111111111111"]',
            assumeRoles: JSON.stringify([{ roleArn: deployRoleArn, sessionName: "iam-profiles" }]),
            defaultTags: JSON.stringify({
                tags: { Project: "iam-profiles", ManagedBy: "pulumi", Team: "platform" },
            }),
            ignoreTags: '{"keyPrefixes":["iam-profiles:"]}',
            region: "eu-central-1",
            skipCredentialsValidation: "false",
            skipRegionValidation: "true",
        });
    });
});
