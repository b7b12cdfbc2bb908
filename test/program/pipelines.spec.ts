import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { ownCircleCiPipelines, ownGitHubPipelines } from "../../identities/federation/ownPipelines";
import type { Pipeline } from "../../identities/identity";
import { ConfigError } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { runProgram } from "../support/mocks";
import type { RunOptions } from "../support/mocks";
import { runAccount, trustPolicies } from "./support";

const withPipelines = (
    pipelines: readonly Pipeline[],
    trustedOwners: unknown = { "token.actions.githubusercontent.com": ["acme"] },
): RunOptions => ({
    catalogues: { identities: { ...identityCatalogue, pipelines }, roles: roleCatalogue },
    config: {
        trustedOwners,
        issuers: { "oidc.circleci.com/org/3f1c2a64-8d5e-4b7a-9c10-2e4f6a8b0c1d": "prod" },
    },
});

const own = withPipelines(
    ownGitHubPipelines({ owner: "acme", ownerId: 1234, name: "iam-profiles", id: 5678 }),
);

/** Everything that is there for pipelines alone. */
const ofPipelines =
    /:EntryRole$|:OpenIdConnectProvider$|:RolePolicy$|^aws:iam\/policy.*PSKPipelineBoundary|PSKPipelines/;

describe("program, pipelines of the own workflows", () => {
    it("makes exactly these resources in the state account", async () => {
        const { resources } = await runProgram("state", own);
        const found = resources
            .filter(
                ({ type, name, inputs }) =>
                    ofPipelines.test(type === "aws:iam/policy:Policy" ? `${type} ${name}` : type) ||
                    String(inputs["path"]).startsWith("/PSKPipelines/"),
            )
            .map(({ type, name, protect, inputs }) => ({ type, name, protect, inputs }))
            .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
        const expected: unknown = JSON.parse(
            readFileSync(join(__dirname, "expected", "pipelines.json"), "utf8"),
        );
        expect(found).to.deep.equal(expected);
    });

    it("makes boundary and provider before the entry roles, and these before the roles that trust them", async () => {
        const { resources } = await runProgram("state", own);
        const of = (type: string, name: string): readonly string[] =>
            resources.find((one) => one.type === type && one.name === name)?.dependencies ?? [];
        expect(of("iam-profiles:identities:EntryRole", "PSKPreview")).to.include.members([
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider::token.actions.githubusercontent.com",
            "aws:iam/policy:Policy::PSKPipelineBoundary",
        ]);
        expect(of("iam-profiles:roles:CatalogueRole", "PSKAccessAuditRole")).to.include.members([
            "aws:iam/role:Role::PSKPreview",
        ]);
    });

    it("exports each entry role in the contract", async () => {
        const { outputs } = await runProgram("state", own);
        const { identities } = outputs["contract"] as {
            identities: Record<string, { arn: string }>;
        };
        expect(
            Object.fromEntries(Object.entries(identities).map(([name, { arn }]) => [name, arn])),
        ).to.deep.equal({
            PSKNonprodServiceAccount:
                "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/PSKNonprodServiceAccount",
            PSKProdServiceAccount:
                "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKProdServiceAccount",
            PSKAudit: "arn:aws:iam::111111111111:role/PSKPipelines/prod/PSKAudit",
            PSKDeployNonprod:
                "arn:aws:iam::111111111111:role/PSKPipelines/nonprod/PSKDeployNonprod",
            PSKDeployProd: "arn:aws:iam::111111111111:role/PSKPipelines/prod/PSKDeployProd",
            PSKDeployState: "arn:aws:iam::111111111111:role/PSKPipelines/prod/PSKDeployState",
            PSKPreview: "arn:aws:iam::111111111111:role/PSKPipelines/prod/PSKPreview",
            PSKRotate: "arn:aws:iam::111111111111:role/PSKPipelines/prod/PSKRotate",
        });
    });

    for (const [stack, role, pipelines] of [
        ["nonprod", "PSKIamProfilesRole", ["DeployNonprod", "DeployProd", "DeployState", "Rotate"]],
        ["prod", "PSKIamProfilesRole", ["DeployProd", "DeployState", "Rotate"]],
        ["state", "PSKIamProfilesRole", ["DeployProd", "DeployState", "Rotate"]],
        ["nonprod", "PSKAccessAuditRole", ["Audit", "Preview"]],
        ["prod", "PSKAccessAuditRole", ["Audit", "Preview"]],
        ["prod", "PSKPlatformVPCRole", []],
    ] as const) {
        it(`${stack}: ${role} trusts ${pipelines.join(", ") || "none of them"}`, async () => {
            const run = await (stack === "state" ? runProgram(stack, own) : runAccount(stack, own));
            const trust = trustPolicies(run)[role]?.Statement.find(
                ({ Sid }) => Sid === "TrustPipelines",
            );
            const classOf = (name: string): string =>
                name === "DeployNonprod" ? "nonprod" : "prod";
            expect(trust).to.deep.equal(
                pipelines.length === 0
                    ? undefined
                    : {
                          Sid: "TrustPipelines",
                          Effect: "Allow",
                          Principal: {
                              AWS: pipelines
                                  .map(
                                      (name) =>
                                          `arn:aws:iam::111111111111:role/PSKPipelines/${classOf(name)}/PSK${name}`,
                                  )
                                  .sort(),
                          },
                          Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
                      },
            );
        });
    }

    it("are accepted on CircleCI, too", async () => {
        const { resources } = await runProgram(
            "state",
            withPipelines(
                ownCircleCiPipelines(
                    {
                        organizationId: "3f1c2a64-8d5e-4b7a-9c10-2e4f6a8b0c1d",
                        projectId: "7b2d9e10-1a3c-4e5f-8b6d-0c9a8e7f6d5b",
                    },
                    "github.com/acme/iam-profiles",
                ),
            ),
        );
        const entries = resources.filter(({ type }) => type.endsWith(":EntryRole"));
        expect(entries.map(({ name }) => name)).to.deep.equal(["PSKPreview", "PSKDeploy"]);
    });

    it("are refused with their file where no owner is trusted", async () => {
        const { config: _, ...unconfigured } = own;
        const refused = runProgram("state", unconfigured).then(
            () => undefined,
            (error: unknown) => error as ConfigError,
        );
        const error = await refused;
        expect(error).to.be.instanceOf(ConfigError);
        expect(error?.message).to.match(
            /identities\/pipelines\.ts is not usable:\n {2}- pipeline "Preview": its owner acme is not among trustedOwners/,
        );
    });
});

describe("program without pipelines", () => {
    it("makes nothing of them", async () => {
        const { resources } = await runProgram("state");
        const found = resources.filter(({ type, inputs }) =>
            ofPipelines.test(`${type} ${JSON.stringify(inputs["path"] ?? "")}`),
        );
        expect(found).to.deep.equal([]);
    });
});
