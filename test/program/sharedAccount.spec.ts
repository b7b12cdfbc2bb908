import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { ownGitHubPipelines } from "../../identities/federation/ownPipelines";
import { ConfigError } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { runProgram } from "../support/mocks";
import { groupPolicies, ofType, runAccount, trustPolicies, trustedUsers } from "./support";

const accounts = {
    state: { id: "111111111111", environment: "state" },
    nonprod: { id: "111111111111", environment: "nonprod" },
    prod: { id: "333333333333", environment: "prod" },
};
const options = { config: { accounts } };

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
        () => undefined,
        (error: unknown) => error,
    );

describe("program, an account that is state and nonprod", () => {
    it("has each role once, in the state stack, which lets nonprod into all but the IAM-profiles role", async () => {
        const trust = trustPolicies(await runProgram("state", options));
        const open = Object.keys(trust).filter((role) =>
            trustedUsers(trust[role]).includes("PSKNonprodServiceAccount"),
        );
        expect(open.sort()).to.deep.equal([
            "PSKControlPlaneBaseRole",
            "PSKPlatformHostedZonesRole",
            "PSKPlatformObservabilityBaseRole",
            "PSKPlatformVPCRole",
        ]);
        for (const role of Object.keys(trust)) {
            if (role === "PSKCrossplaneProviderRole") continue;
            expect(trustedUsers(trust[role]), role).to.include("PSKProdServiceAccount");
        }
    });

    it("deploys nothing by the stack of the nonprod entry, not even a provider", async () => {
        const run = await runAccount("nonprod", options);
        expect(run.resources.map(({ type }) => type)).to.deep.equal([]);
        expect(run.outputs).to.deep.equal({ deployedBy: "state" });
    });

    it("names each role once in the groups' policies", async () => {
        const policies = groupPolicies(await runProgram("state", options));
        const arns = (group: string): readonly string[] =>
            policies[group]?.Statement.flatMap(({ Resource }) => Resource ?? []) ?? [];
        const inShared = (names: readonly string[]): string[] =>
            names.map((name) => `arn:aws:iam::111111111111:role/PSKRoles/PSK${name}Role`);
        expect(arns("PSKNonprodServiceAccountGroup")).to.deep.equal(
            inShared([
                "ControlPlaneBase",
                "PlatformHostedZones",
                "PlatformObservabilityBase",
                "PlatformVPC",
            ]),
        );
        const ofProd = arns("PSKProdServiceAccountGroup");
        expect(new Set(ofProd).size).to.equal(ofProd.length);
        expect(ofProd).to.include.members(inShared(["IamProfiles", "AccessAudit"]));
    });

    it("leaves the stack of production as it is", async () => {
        const before = await runAccount("prod");
        const after = await runAccount("prod", options);
        expect(trustPolicies(after)).to.deep.equal(trustPolicies(before));
        expect(ofType(after, "aws:iam/policy:Policy").length).to.equal(
            ofType(before, "aws:iam/policy:Policy").length,
        );
    });

    it("refuses by name an identity that is left without a role", async () => {
        const repository = { owner: "acme", ownerId: 1234, name: "iam-profiles", id: 5678 };
        const error = await errorOf(
            runProgram("state", {
                config: {
                    accounts,
                    trustedOwners: { "token.actions.githubusercontent.com": ["acme"] },
                },
                catalogues: {
                    identities: { ...identityCatalogue, pipelines: ownGitHubPipelines(repository) },
                    roles: roleCatalogue,
                },
            }),
        );
        expect(error).to.be.instanceOf(ConfigError);
        expect((error as ConfigError).faults).to.deep.equal([
            'identity "DeployNonprod" of class nonprod may assume none of its roles in the accounts that it reaches (IamProfilesRole); remove it, give it others, or add an account',
        ]);
    });
});
