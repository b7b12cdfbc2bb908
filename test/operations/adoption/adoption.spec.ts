import { readFileSync } from "node:fs";

import Ajv2020 from "ajv/dist/2020";
import { expect } from "chai";

import { schemaOf } from "../../../cli/mcp/schemas";
import { importFile } from "../../../operations/adoption/importFile";
import { adoptionsOf } from "../../../operations/adoption/platformAdoption";
import type { Platform, PlatformAdoption } from "../../../operations/adoption/platformAdoption";
import { destructiveSteps } from "../../../operations/adoption/previewSteps";
import { withProvider } from "../../../operations/adoption/providerState";
import { readTerraformState } from "../../../operations/adoption/terraformState";
import type { TerraformAccount } from "../../../operations/adoption/terraformState";
import { adoptionJson, adoptionText, outcomeOf } from "../../../operations/adoption/text";
import { checkout } from "../../../platform/checkout";
import { readProjectFile, readStateSettings } from "../../../platform/projectFiles";
import { renderStacks } from "../../../plan/renderStacks";
import { liveAccount } from "../observed";
import { ancestorFile, ancestorStates } from "./ancestor";
import cases from "./adoption.cases.json";

const noCredentials = {
    accessKeys: [],
    password: false,
    mfaDevices: [],
    sshKeys: [],
    certificates: [],
    serviceCredentials: [],
};

interface Edit {
    readonly type: string;
    /** Name of the resource, or of the group that it is about. */
    readonly name: string;
    readonly set: Readonly<Record<string, unknown>>;
}

interface Case {
    readonly name: string;
    readonly edit?: readonly Edit[];
    readonly expect: Readonly<Record<string, unknown>>;
}

/** A workspace of the ancestor, with some attributes changed. */
function ancestorState(name: string, edits: readonly Edit[] = []): TerraformAccount {
    const file = ancestorFile(name);
    const state = JSON.parse(readFileSync(file, "utf8")) as {
        resources: { type: string; instances: { attributes: Record<string, unknown> }[] }[];
    };
    for (const { type, name: of, set } of edits) {
        const found = state.resources
            .filter((one) => one.type === type)
            .flatMap(({ instances }) => instances)
            .filter(({ attributes }) => attributes["name"] === of);
        expect(found, `${type} ${of}`).to.have.length(1);
        for (const { attributes } of found) Object.assign(attributes, set);
    }
    return readTerraformState(file, JSON.stringify(state));
}

describe("adoption", () => {
    let platform: Platform;
    before(async () => {
        platform = {
            settings: await readStateSettings(checkout),
            project: (await readProjectFile(checkout)).name,
            rendered: await renderStacks(checkout),
        };
    });

    const adopt = (edits: readonly Edit[] = []): PlatformAdoption =>
        adoptionsOf(
            platform,
            {
                terraform: ancestorStates.map((name) =>
                    ancestorState(name, name === "state" ? edits : []),
                ),
            },
            undefined,
        );

    for (const { name, edit, expect: wanted } of cases as readonly Case[]) {
        it(name, () => {
            expect(adopt(edit).stacks[0]).to.deep.include(wanted);
        });
    }

    it("names every resource as the program does, each parent and provider once", () => {
        const [state] = adopt().stacks;
        const { nameTable, providerInputs, resources } = state?.file ?? importFile("", "", [], []);
        const names = resources.map(({ name }) => name);
        expect(new Set(names).size).to.equal(names.length);
        const rendered = platform.rendered[0]?.resources ?? [];
        for (const { type, logicalName, parent, provider, id, component } of resources) {
            const own = rendered.find((one) => one.type === type && one.name === logicalName);
            expect([own?.parent, own?.provider], logicalName).to.deep.equal(
                component === true ? [parent, own?.provider] : [parent, provider],
            );
            expect(id === undefined).to.equal(component === true);
            if (parent !== undefined) expect(names).to.include(parent);
            if (component !== true) expect(Object.keys(nameTable)).to.include(provider);
        }
        expect(nameTable).to.deep.equal({
            "pulumi:providers:aws::aws":
                "urn:pulumi:state::iam-profiles::pulumi:providers:aws::aws",
        });
        expect(providerInputs["pulumi:providers:aws::aws"]).to.include({
            allowedAccountIds: '["111111111111"]',
            region: "us-east-1",
        });
        const byType = (type: string): string[] =>
            resources.filter((one) => one.type === type).map(({ id = "" }) => id);
        expect(byType("aws:iam/user:User")).to.have.members([
            "PSKNonprodServiceAccount",
            "PSKProdServiceAccount",
        ]);
        expect(byType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.include(
            "PSKPlatformVPCRole/arn:aws:iam::111111111111:policy/PSKPolicies/PSKPlatformVPCRolePolicy",
        );
    });

    it("creates what isn't there, and leaves what isn't declared", () => {
        const [state, nonprod] = adopt().stacks;
        expect(nonprod?.adopted).to.have.length(6 + 5 + 5);
        expect(nonprod?.stays.map(({ text }) => text)).to.deep.equal([
            "attached policy arn:aws:iam::aws:policy/AdministratorAccess of PSKCrossplaneProviderRole",
        ]);
        const group = "PSKNonprodServiceAccountGroup";
        expect(state?.created).to.deep.include.members([
            { type: "aws:iam/groupPolicy:GroupPolicy", name: group },
            { type: "aws:iam/groupMembership:GroupMembership", name: group },
            { type: "aws:secretsmanager/secret:Secret", name: "PSKNonprodServiceAccount" },
        ]);
        expect(state?.adopted.length).to.equal(
            (platform.rendered[0]?.resources ?? []).filter(({ type }) =>
                /^(aws|random):/.test(type),
            ).length - (state?.created.length ?? 0),
        );
    });

    it("says what becomes of everything, and what to do next", () => {
        const { stacks, addresses, notes } = adopt();
        const done = { destructive: [], changes: { create: 3 } };
        const result = { stacks, addresses, notes };
        expect(adoptionText(result)).to.include(
            "state (111111111111): 20 to adopt, 24 to create, 5 left as they are\n",
        );
        expect(adoptionText(result)).to.match(
            /To import: iam-profiles adopt --stacks state,nonprod,prod --yes$/,
        );
        const imported = new Map([["state", done]]);
        expect(adoptionText({ ...result, imported })).to.include(
            "The preview replaces and deletes nothing: 3 create.",
        );
        const bad = new Map([["state", { ...done, destructive: ["replace x"] }]]);
        expect(adoptionText({ ...result, imported: bad })).to.match(
            /Imported, but the preview would:\n {4}- replace x[^]*Don't update these stacks/,
        );
        const stopped = new Map([["state", { ...done, changes: {}, failure: "policy\nx" }]]);
        expect(adoptionText({ ...result, imported: stopped })).to.match(
            /the preview was stopped:\n {4}policy\n {4}x\n[^]*Mend what stopped a preview/,
        );
        const outcomes = [undefined, imported, bad, stopped].map((one) =>
            outcomeOf({ stacks, ...(one === undefined ? {} : { imported: one }) }),
        );
        expect(outcomes).to.deep.equal(["fine", "fine", "refused", "unknown"]);
        const validate = new Ajv2020({ strict: true }).compile(schemaOf("adoption"));
        for (const one of [
            result,
            { ...result, imported: bad },
            { ...result, imported: stopped },
        ]) {
            expect(validate(JSON.parse(JSON.stringify(adoptionJson(one))))).to.equal(true);
        }
        const json = adoptionJson(result) as { stacks: { forget: string[] }[] };
        expect(json.stacks[0]?.forget).to.include(
            "module.PSKNonprodServiceAccount.aws_iam_user.this[0]",
        );
    });

    it("refuses states of accounts that the registry doesn't have, and two of one", () => {
        const one = ancestorState("prod");
        const with2 = (accounts: readonly TerraformAccount[]) => () =>
            adoptionsOf(platform, { terraform: accounts }, undefined);
        expect(with2([one, one])).to.throw("two states are of account 333333333333 (prod)");
        expect(with2([{ ...one, accountId: "999999999999" }])).to.throw(
            "a state is of account 999999999999, which Pulumi.yaml doesn't have",
        );
    });

    it("says which account's state is missing", () => {
        const source = { terraform: [ancestorState("prod")] };
        expect(() => adoptionsOf(platform, source, ["prod", "nonprod"])).to.throw(
            "no Terraform state is of nonprod; pass its file, too",
        );
        const { stacks, notes } = adoptionsOf(platform, source, undefined);
        expect(stacks.map(({ account }) => account.name)).to.deep.equal(["prod"]);
        expect(notes).to.deep.equal([
            "state: no Terraform state was given, so nothing is adopted",
            "nonprod: no Terraform state was given, so nothing is adopted",
        ]);
    });

    it("lists the keys that stay, and where there is no room for another", () => {
        const credentials = { ...noCredentials };
        const live = liveAccount("state", {
            credentials: {
                PSKOne: { ...credentials, accessKeys: [{ id: "AKIAONE1", active: true }] },
                PSKTwo: {
                    ...credentials,
                    accessKeys: [
                        { id: "AKIATWO1", active: true },
                        { id: "AKIATWO2", active: false },
                    ],
                },
                PSKNone: credentials,
            },
        });
        const others = (["nonprod", "prod"] as const).map((name) => liveAccount(name));
        const { notes } = adoptionsOf(platform, { live: [live, ...others] }, undefined);
        expect(notes).to.deep.equal([
            "state: access key ...ONE1 of PSKOne works on until it is rotated",
            "state: access key ...TWO1 and ...TWO2 of PSKTwo works on until it is rotated; " +
                "AWS allows 2, so end one that is not in use before you rotate",
        ]);
    });

    it("leaves an identity provider that the program doesn't declare", () => {
        const provider = "arn:aws:iam::111111111111:oidc-provider/example.org";
        const live = (["state", "nonprod", "prod"] as const).map((name) =>
            liveAccount(name, name === "state" ? { providers: [provider] } : {}),
        );
        const { stacks } = adoptionsOf(platform, { live }, ["state"]);
        expect(stacks[0]?.stays).to.deep.equal([
            { id: provider, text: `identity provider ${provider}` },
        ]);
    });

    it("enters a provider into a state once, with its stack", () => {
        const provider = platform.rendered[0]?.resources.find(
            ({ type }) => type === "pulumi:providers:aws",
        );
        if (provider === undefined) throw new Error("no provider");
        const enter = (deployment: object): unknown =>
            withProvider({ ...deployment }, "iam-profiles", "state", provider, "some-id");
        const next = enter({ manifest: {} }) as { resources: Record<string, unknown>[] };
        expect(next.resources.map(({ urn, id, parent }) => [urn, id, parent])).to.deep.equal([
            [
                "urn:pulumi:state::iam-profiles::pulumi:pulumi:Stack::iam-profiles-state",
                undefined,
                undefined,
            ],
            [
                "urn:pulumi:state::iam-profiles::pulumi:providers:aws::aws",
                "some-id",
                "urn:pulumi:state::iam-profiles::pulumi:pulumi:Stack::iam-profiles-state",
            ],
        ]);
        expect(next.resources[1]?.["inputs"])
            .to.have.property("version")
            .that.matches(/^\d+\./);
        expect(enter(next)).to.equal(undefined);
    });

    const steps = [
        ["same", []],
        ["create", []],
        ["update", []],
        ["refresh", []],
        ["delete", ["delete aws:iam/role:Role r"]],
        ["replace", ["replace aws:iam/role:Role r"]],
        ["create-replacement", ["create-replacement aws:iam/role:Role r"]],
        ["delete-replaced", ["delete-replaced aws:iam/role:Role r"]],
    ] as const;
    for (const [op, wanted] of steps) {
        it(`takes ${op} for ${wanted.length === 0 ? "harmless" : "destructive"}`, () => {
            const metadata = { op, type: "aws:iam/role:Role", urn: "urn:pulumi:s::p::t::r" };
            const event = { resourcePreEvent: { metadata } };
            expect(
                destructiveSteps([event, event] as unknown as Parameters<
                    typeof destructiveSteps
                >[0]),
            ).to.deep.equal(wanted);
        });
    }
});
