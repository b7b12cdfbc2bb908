import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";
import { parse, stringify } from "yaml";

import { ConfigError } from "../../platform/config";
import { fillWorkFolder } from "../../sandbox/workFolder";

const accounts = {
    prod: { id: "333333333333", environment: "prod" },
    state: { id: "111111111111", environment: "state" },
    nonprod: { id: "222222222222", environment: "nonprod" },
};

describe("fillWorkFolder", () => {
    let source: string;
    beforeEach(async () => {
        source = await mkdtemp(path.join(tmpdir(), "work-folder-"));
    });
    afterEach(() => rm(source, { recursive: true, force: true }));

    const work = (): string => path.join(source, "work");
    const write = (file: string, content: unknown): Promise<void> =>
        writeFile(path.join(source, file), stringify(content));
    const writeProject = (config: unknown): Promise<void> =>
        write("Pulumi.yaml", { name: "iam-profiles", runtime: "nodejs", config });

    it("puts the state stack first, and the others in the registry's order", async () => {
        await writeProject({
            accounts: { type: "object", default: accounts },
            "aws:region": { value: "us-east-1" },
        });
        const { name, stacks } = await fillWorkFolder(source, work());
        expect(name).to.equal("iam-profiles");
        expect(stacks.map(({ account }) => account.name)).to.deep.equal([
            "state",
            "prod",
            "nonprod",
        ]);
    });

    it("copies Pulumi.yaml and a stack file text for text", async () => {
        const project = [
            "name: iam-profiles # the name",
            "runtime: nodejs",
            "config:",
            "    accounts:",
            "        type: object",
            "        default:",
            ...Object.entries(accounts).map(
                ([name, { id, environment }]) =>
                    `            ${name}: { id: "${id}", environment: ${environment} }`,
            ),
            "    waivers:",
            "        type: array",
            "        items: { type: object }",
            "        default:",
            "            - hop: { kind: AssumeRole, from: a, to: b }",
            "              owner: me",
            "              reason: 'a move'",
            '              expires: "2026-12-31"',
            "",
        ].join("\n");
        const stack =
            'config:\n    aws:region: "us-east-1" # ours\n    iam-profiles:tags: { a: "0123" }\n';
        await writeFile(path.join(source, "Pulumi.yaml"), project);
        for (const name of Object.keys(accounts)) {
            await writeFile(path.join(source, `Pulumi.${name}.yaml`), stack);
        }
        const { stacks } = await fillWorkFolder(source, work());
        expect(stacks[0]?.waivers[0]?.expires).to.equal("2026-12-31");
        expect(await readFile(path.join(work(), "Pulumi.yaml"), "utf8")).to.equal(project);
        const copy = await readFile(path.join(work(), "Pulumi.prod.yaml"), "utf8");
        expect(copy.replace(/^encryptionsalt: .*\n/, "")).to.equal(stack);
    });

    it("cuts out what the local AWS has no use for: the deploy role and how the stack encrypts", async () => {
        await writeProject({
            accounts: { type: "object", default: accounts },
            "aws:region": { value: "us-east-1" },
        });
        await write("Pulumi.prod.yaml", {
            secretsprovider: "awskms://x",
            encryptionsalt: "v1:x",
            config: {
                "iam-profiles:deployRoleArn": "arn:aws:iam::333333333333:role/x",
                "aws:region": "eu-central-1",
            },
        });
        const { stacks } = await fillWorkFolder(source, work());
        const file = path.join(work(), "Pulumi.prod.yaml");
        const copy = parse(await readFile(file, "utf8")) as Record<string, unknown>;
        expect(Object.keys(copy)).to.have.members(["encryptionsalt", "config"]);
        expect(copy["encryptionsalt"]).not.to.equal("v1:x");
        expect(copy["config"]).to.deep.equal({ "aws:region": "eu-central-1" });
        const prod = stacks.find(({ account }) => account.name === "prod");
        expect(prod?.region).to.equal("eu-central-1");
        expect(prod).not.to.have.property("deployRoleArn");
    });

    it("refuses an encrypted value, which it can't read", async () => {
        await writeProject({
            accounts: { type: "object", default: accounts },
            "aws:region": { value: "us-east-1" },
        });
        await write("Pulumi.prod.yaml", { config: { "iam-profiles:token": { secure: "AAAB" } } });
        const error: unknown = await fillWorkFolder(source, work()).catch((e: unknown) => e);
        expect((error as Error).message).to.equal(
            "Pulumi.prod.yaml is not usable:\n  - iam-profiles:token is encrypted, so it can't be judged; " +
                "no setting of this project is a secret: write it plain, or remove it",
        );
    });

    it("removes what an earlier fill left", async () => {
        await writeProject({
            accounts: {
                type: "object",
                default: { ...accounts, old: { ...accounts.nonprod, id: "555555555555" } },
            },
            "aws:region": { value: "us-east-1" },
        });
        await fillWorkFolder(source, work());
        await writeProject({
            accounts: { type: "object", default: accounts },
            "aws:region": { value: "us-east-1" },
        });
        await fillWorkFolder(source, work());
        const gone = await readFile(path.join(work(), "Pulumi.old.yaml")).catch(() => "gone");
        expect(gone).to.equal("gone");
    });

    it("reports every fault of a stack's configuration", async () => {
        await writeProject({
            accounts: {
                type: "object",
                default: { ...accounts, nonprod: { id: "1", environment: "x" } },
            },
            "aws:region": { value: "us-east-1" },
        });
        const error: unknown = await fillWorkFolder(source, work()).catch((e: unknown) => e);
        expect(error).to.be.instanceOf(ConfigError);
        expect((error as ConfigError).faults).to.have.length(2);
    });
});
