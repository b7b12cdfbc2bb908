import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { stringify } from "yaml";

import { contextReader } from "../../policy-pack/context";
import type { PackConfig } from "../../policy-pack/context";
import type { Context } from "../../policy-pack/rule";

const accounts = {
    state: { id: "111111111111", environment: "state" },
    nonprod: { id: "222222222222", environment: "nonprod" },
    prod: { id: "333333333333", environment: "prod" },
};
const lying = { ...accounts, prod: { id: "333333333333", environment: "nonprod" } };
const urn = "urn:pulumi:prod::iam-profiles::pulumi:pulumi:Stack::iam-profiles-prod";

const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: ({ inputs }) => inputs as object,
};

describe("the pack's context", () => {
    let root: string;
    let pack: string;
    beforeEach(async () => {
        root = await mkdtemp(path.join(tmpdir(), "pack-"));
        pack = path.join(root, "pack");
        await mkdir(pack);
        await pulumi.runtime.setMocks(mocks, "iam-profiles", "prod");
        pulumi.runtime.setAllConfig({});
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    const writeProject = (folder: string): Promise<void> =>
        writeFile(
            path.join(folder, "Pulumi.yaml"),
            stringify({
                name: "iam-profiles",
                config: {
                    accounts: { type: "object", default: accounts },
                    "aws:region": { value: "us-east-1" },
                },
            }),
        );
    const runWith = (config: Readonly<Record<string, unknown>>): void => {
        pulumi.runtime.setAllConfig(
            Object.fromEntries(
                Object.entries(config).map(([key, value]) => [
                    key,
                    typeof value === "string" ? value : JSON.stringify(value),
                ]),
            ),
        );
    };
    const read = (own?: PackConfig): Promise<Context> => contextReader(pack)(urn, own);

    it("is what Pulumi.yaml above the pack says, without any configuration of the stack", async () => {
        await writeProject(root);
        const { account, folder, overrides } = await read();
        expect(account).to.deep.equal({ name: "prod", ...accounts.prod });
        expect([folder, overrides]).to.deep.equal([root, []]);
    });

    it("is what Pulumi.yaml in the pack's folder says, first", async () => {
        await writeProject(pack);
        await writeFile(path.join(root, "Pulumi.yaml"), "name: other\n");
        expect((await read()).folder).to.equal(pack);
    });

    it("is what Pulumi.yaml says, whatever the stack says, and each difference is known", async () => {
        await writeProject(root);
        runWith({
            "aws:region": "eu-central-1",
            "iam-profiles:accounts": lying,
            "iam-profiles:secretReaders": { prod: ["arn:aws:iam::111111111111:role/x"] },
        });
        const { account, secretReaders, overrides } = await read();
        expect(account.environment).to.equal("prod");
        expect(secretReaders.prod).to.deep.equal([]);
        expect(
            overrides.map((text) => /: (iam-profiles:\w+) overrides/.exec(text)?.[1]),
        ).to.deep.equal(["iam-profiles:accounts", "iam-profiles:secretReaders"]);
    });

    it("is what Pulumi.yaml says, whatever the pack's configuration says", async () => {
        await writeProject(root);
        const { account, overrides } = await read({ accounts: lying });
        expect(account.environment).to.equal("prod");
        expect(overrides).to.deep.equal([
            "The policy pack's configuration has another iam-profiles:accounts than Pulumi.yaml; make them the same, or leave it out there.",
        ]);
        expect((await read({ accounts })).overrides).to.deep.equal([]);
    });

    it("is the pack's configuration without Pulumi.yaml, and the stack can't change it", async () => {
        runWith({ "aws:region": "us-east-1", "iam-profiles:accounts": lying });
        const { account, folder, overrides } = await read({ accounts });
        expect(account.environment).to.equal("prod");
        expect(folder).to.equal(undefined);
        expect(overrides).to.have.length(1);
    });

    it("is none without Pulumi.yaml and configuration: the stack's alone can't be trusted", async () => {
        runWith({ "aws:region": "us-east-1", "iam-profiles:accounts": accounts });
        const error: unknown = await read().catch((reason: unknown) => reason);
        expect((error as Error).message).to.contain("has no account registry: put Pulumi.yaml");
    });

    it("is none for a stack of another project, or of no account", async () => {
        await writeProject(root);
        const other = "urn:pulumi:prod::other::pulumi:pulumi:Stack::other-prod";
        const error: unknown = await contextReader(pack)(other).catch((reason: unknown) => reason);
        expect((error as Error).message).to.contain('project "other"');
        const nowhere = "urn:pulumi:qa::iam-profiles::pulumi:pulumi:Stack::iam-profiles-qa";
        const unknown: unknown = await contextReader(pack)(nowhere).catch(
            (reason: unknown) => reason,
        );
        expect((unknown as Error).message).to.contain('stack "qa" is no account of the registry');
    });
});
