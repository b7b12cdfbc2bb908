import { expect } from "chai";

import { accounts, runProgram } from "../support/mocks";
import type { Run, RunOptions } from "../support/mocks";
import { groupPolicies, ofType, runAccount, stateContract, trustedUsers } from "./support";
import { trustPolicies } from "./support";

const development = { id: "444444444444", environment: "nonprod" };
const fourAccounts = { ...accounts, development };

/** What every account has alike: roles and policies without their trust, account ids put aside. */
function catalogueOf(run: Run): unknown {
    const resources = ["aws:iam/role:Role", "aws:iam/policy:Policy"].flatMap((type) =>
        ofType(run, type).map(({ name, inputs: { assumeRolePolicy, ...rest } }) => {
            expect(assumeRolePolicy === undefined).to.equal(type === "aws:iam/policy:Policy");
            return { type, name, ...rest };
        }),
    );
    const text = JSON.stringify(resources.sort((a, b) => (a.name < b.name ? -1 : 1)));
    return JSON.parse(text.replace(/\b\d{12}\b/g, "<account>")) as unknown;
}

describe("catalogue", () => {
    it("is the same in every account, the state account included, but for who may assume it", async () => {
        const options: RunOptions = { config: { accounts: fourAccounts } };
        const state = await runProgram("state", options);
        const contract = state.outputs["contract"];
        const expected = catalogueOf(state);
        for (const stack of ["nonprod", "prod", "development"]) {
            const run = await runProgram(stack, { ...options, contract });
            expect(catalogueOf(run), stack).to.deep.equal(expected);
        }
    });

    it("differs where a role differs, so that the comparison above sees it", async () => {
        const state = await runProgram("state");
        const nonprod = await runAccount("nonprod");
        const role = ofType(nonprod, "aws:iam/role:Role")[0];
        if (role !== undefined) role.inputs["maxSessionDuration"] = 7200;
        expect(catalogueOf(nonprod)).to.not.deep.equal(catalogueOf(state));
    });
});

describe("a fourth account", () => {
    const options: RunOptions = { config: { accounts: fourAccounts } };

    it("is reached by the nonprod group through one line of the registry", async () => {
        const before = groupPolicies(await runProgram("state"));
        const after = groupPolicies(await runProgram("state", options));
        const added = (group: string): string[] => {
            const old = before[group]?.Statement[0]?.Resource;
            return (after[group]?.Statement[0]?.Resource ?? []).filter(
                (arn) => !old?.includes(arn),
            );
        };
        const arnOf = (role: string): string =>
            `arn:aws:iam::444444444444:role/PSKRoles/PSK${role}`;
        const roles = [
            "ControlPlaneBaseRole",
            "IamProfilesRole",
            "PlatformHostedZonesRole",
            "PlatformObservabilityBaseRole",
            "PlatformVPCRole",
        ].map(arnOf);
        expect(added("PSKNonprodServiceAccountGroup")).to.deep.equal(roles);
        expect(added("PSKProdServiceAccountGroup")).to.deep.equal([
            arnOf("AccessAuditRole"),
            ...roles,
        ]);
    });

    it("trusts the identities of both trust classes", async () => {
        const trust = trustPolicies(await runAccount("development", options));
        expect(trustedUsers(trust["PSKPlatformVPCRole"])).to.deep.equal([
            "PSKNonprodServiceAccount",
            "PSKProdServiceAccount",
        ]);
    });

    it("changes nothing in the other accounts", async () => {
        const contract = await stateContract();
        const before = await runProgram("prod", { contract });
        const after = await runProgram("prod", { ...options, contract });
        expect(trustPolicies(after)).to.deep.equal(trustPolicies(before));
        expect(catalogueOf(after)).to.deep.equal(catalogueOf(before));
    });
});
