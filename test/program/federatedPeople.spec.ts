import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { ConfigError } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { federatedGroups, samlProviders, trustedPeople } from "../identities/federation/people";
import { runProgram } from "../support/mocks";
import type { RunOptions } from "../support/mocks";
import { runAccount, trustPolicies } from "./support";

const withGroups: RunOptions = {
    catalogues: {
        identities: { ...identityCatalogue, federatedGroups, samlProviders },
        roles: roleCatalogue,
    },
    config: { issuers: trustedPeople.issuers },
};

/** Everything that is there for federated groups alone. */
const ofGroups = /:EntryRole$|:SamlProvider$|:RolePolicy$|PSKPipelineBoundary|PSKPeople/;

describe("program, federated people by SAML", () => {
    it("makes exactly these resources in the state account", async () => {
        const { resources } = await runProgram("state", withGroups);
        const found = resources
            .filter(
                ({ type, name, inputs }) =>
                    ofGroups.test(type === "aws:iam/policy:Policy" ? name : type) ||
                    String(inputs["path"]).startsWith("/PSKPeople/"),
            )
            .map(({ type, name, protect, inputs: { samlMetadataDocument, ...inputs } }) => ({
                type,
                name,
                protect,
                inputs,
                ...(samlMetadataDocument === undefined
                    ? {}
                    : {
                          hasMetadata: samlProviders.some(
                              ({ metadata }) => metadata === samlMetadataDocument,
                          ),
                      }),
            }))
            .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
        const expected: unknown = JSON.parse(
            readFileSync(join(__dirname, "expected", "federatedPeople.json"), "utf8"),
        );
        expect(found).to.deep.equal(expected);
    });

    it("makes boundary and providers before the entry roles, and these before the roles that trust them", async () => {
        const { resources } = await runProgram("state", withGroups);
        const of = (type: string, name: string): readonly string[] =>
            resources.find((one) => one.type === type && one.name === name)?.dependencies ?? [];
        expect(of("iam-profiles:identities:EntryRole", "PSKPlatformTeam")).to.include.members([
            "aws:iam/samlProvider:SamlProvider::PSKAcmeIdP",
            "aws:iam/policy:Policy::PSKPipelineBoundary",
        ]);
        expect(of("iam-profiles:roles:CatalogueRole", "PSKPlatformVPCRole")).to.include.members([
            "aws:iam/role:Role::PSKPlatformTeam",
        ]);
    });

    it("exports each entry role in the contract", async () => {
        const { outputs } = await runProgram("state", withGroups);
        const { identities } = outputs["contract"] as {
            identities: Record<string, { arn: string }>;
        };
        const roles = Object.values(identities).map(({ arn }) => arn);
        expect(roles.filter((arn) => arn.includes(":role/")).sort()).to.deep.equal([
            "arn:aws:iam::111111111111:role/PSKPeople/nonprod/PSKDevelopers",
            "arn:aws:iam::111111111111:role/PSKPeople/nonprod/PSKInterns",
            "arn:aws:iam::111111111111:role/PSKPeople/prod/PSKNetworkTeam",
            "arn:aws:iam::111111111111:role/PSKPeople/prod/PSKPlatformTeam",
        ]);
    });

    const classOf = (name: string): string =>
        federatedGroups.find((group) => group.name === name)?.trustClass ?? "";
    for (const [stack, role, groups] of [
        ["nonprod", "PSKPlatformVPCRole", ["Developers", "NetworkTeam", "PlatformTeam"]],
        ["prod", "PSKPlatformVPCRole", ["NetworkTeam", "PlatformTeam"]],
        ["state", "PSKPlatformVPCRole", ["NetworkTeam", "PlatformTeam"]],
        ["nonprod", "PSKPlatformObservabilityBaseRole", ["Developers", "Interns", "PlatformTeam"]],
        ["prod", "PSKPlatformObservabilityBaseRole", ["PlatformTeam"]],
        ["nonprod", "PSKAccessAuditRole", ["PlatformTeam"]],
    ] as const) {
        it(`${stack}: ${role} trusts ${groups.join(", ")}`, async () => {
            const run = await (stack === "state"
                ? runProgram(stack, withGroups)
                : runAccount(stack, withGroups));
            const trust = trustPolicies(run)[role]?.Statement.find(
                ({ Sid }) => Sid === "TrustFederatedGroups",
            );
            expect(trust).to.deep.equal({
                Sid: "TrustFederatedGroups",
                Effect: "Allow",
                Principal: {
                    AWS: groups
                        .map(
                            (name) =>
                                `arn:aws:iam::111111111111:role/PSKPeople/${classOf(name)}/PSK${name}`,
                        )
                        .sort(),
                },
                Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
            });
        });
    }

    it("is refused with its file where a provider is nobody's", async () => {
        const { config: _, ...unconfigured } = withGroups;
        const error = await runProgram("state", unconfigured).then(
            () => undefined,
            (refusal: unknown) => refusal as ConfigError,
        );
        expect(error).to.be.instanceOf(ConfigError);
        expect(error?.message).to.match(
            /identities\/federatedPeople\.ts is not usable:\n {2}- federated group "PlatformTeam": its provider .* is not in issuers/,
        );
    });

    it("is refused by an account's stack for the state account's provider, too", async () => {
        const error = await runAccount("prod", {
            ...withGroups,
            config: {
                issuers: { "arn:aws:iam::333333333333:saml-provider/PSKAcmeIdP": "prod" },
            },
        }).then(
            () => undefined,
            (refusal: unknown) => refusal as ConfigError,
        );
        expect(error?.message).to.include(
            "its provider arn:aws:iam::111111111111:saml-provider/PSKAcmeIdP is not in issuers",
        );
    });
});

describe("program without federated people", () => {
    it("makes nothing of them", async () => {
        const { resources } = await runProgram("state");
        const found = resources.filter(({ type, inputs }) =>
            ofGroups.test(`${type} ${JSON.stringify(inputs["path"] ?? "")}`),
        );
        expect(found).to.deep.equal([]);
    });
});
