import { rm } from "node:fs/promises";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect } from "chai";

import { launcher } from "../runCli";
import { useHere } from "../useHere";
import { accessFolder, prodRole } from "../accessFolder";

interface Result {
    readonly isError?: boolean;
    readonly content: readonly { readonly text: string }[];
    readonly structuredContent?: Readonly<Record<string, unknown>>;
}

/** As an assistant starts it: a process of its own, with the SDK's client, which checks results by their schemas. */
describe("iam-profiles mcp", function () {
    let source: string;
    let client: Client;
    before(async () => {
        source = await accessFolder({ crossed: true });
        client = new Client({ name: "test", version: "1" });
        await client.connect(
            new StdioClientTransport({
                command: process.execPath,
                args: [launcher, "mcp"],
                stderr: "ignore",
            }),
        );
    });
    after(async () => {
        await client.close();
        await rm(source, { recursive: true });
    });

    const call = async (name: string, args: Record<string, unknown>): Promise<Result> =>
        (await client.callTool({ name, arguments: args })) as unknown as Result;

    it("lists tools that only read, with the schemas of their input and output", async () => {
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).to.deep.equal([
            ...["access", "explain", "diff", "status", "drift"],
        ]);
        for (const { annotations, inputSchema, outputSchema } of tools) {
            expect(annotations).to.include({ readOnlyHint: true, destructiveHint: false });
            expect(inputSchema).to.include({ type: "object", additionalProperties: false });
            expect(outputSchema).to.include({ type: "object" });
        }
    });

    it("prints the same tools with --json, and ends", async () => {
        const { tools } = await client.listTools();
        const { stdout, code } = await useHere(["mcp", "--json"]);
        expect(JSON.parse(stdout)).to.deep.equal(tools);
        expect(code).to.equal(0);
    });

    it("says what is wrong where drift can't be determined", async () => {
        const { isError, content } = await call("drift", { ignore: "x" });
        expect(isError).to.equal(true);
        expect(content[0]?.text).to.match(/^drift: ignore: /);
    });

    it("answers who reaches what", async () => {
        const { content, structuredContent } = await call("access", { source });
        expect(content[0]?.text).to.match(/^The environment boundary is CROSSED: /);
        expect(structuredContent).to.include({ version: 2, boundary: "crossed" });
        const one = await call("access", { source, identity: "Deployer" });
        expect(one.structuredContent).to.have.nested.property("identities.length", 1);
    });

    it("answers why an identity reaches a role", async () => {
        const { content, structuredContent } = await call("explain", {
            ...{ source, identity: "Tester", role: prodRole },
        });
        expect(content[0]?.text).to.contain("This must not be:");
        expect(structuredContent).to.include({ answer: "allowed" });
    });

    const wrong: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
        ["explain", { identity: "Tester" }, /^explain: role: /],
        [
            "explain",
            { identity: "Testr", role: "PSKPlatformVPCRole@prod" },
            /not found. Did you mean:\n {2}Tester/,
        ],
        ["access", { source: "/nonexistent" }, /^No such folder/],
        ["access", { sauce: "plan" }, /^access: /],
        ["diff", { before: "/nonexistent.json" }, /^\/nonexistent\.json does not exist/],
        ["rotate", {}, /^no tool "rotate"; the tools: access, explain, diff, status/],
    ];
    for (const [name, args, error] of wrong) {
        it(`answers wrong input with a sentence: ${name} ${JSON.stringify(args)}`, async () => {
            const given =
                "source" in args || name === "diff"
                    ? args
                    : { ...args, ...(name === "explain" ? { source } : {}) };
            const { isError, content } = await call(name, given);
            expect(isError).to.equal(true);
            expect(content[0]?.text).to.match(error);
        });
    }
});
