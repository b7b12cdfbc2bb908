import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { runCli } from "./runCli";

describe("iam-profiles, started", function () {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(path.join(os.tmpdir(), "iam-profiles-start-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    /** Runs a command with a script in its process. */
    async function runWith(script: string, args: readonly string[]): ReturnType<typeof runCli> {
        const file = path.join(folder, "script.cjs");
        await writeFile(file, script);
        return runCli(args, { NODE_OPTIONS: `--require ${file}` });
    }

    it("lists every command in its help", async () => {
        const { stdout, code } = await runCli(["--help"]);
        const listed = stdout.slice(stdout.indexOf("Commands:"));
        const commands = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name);
        expect(commands).to.include.members([
            ...["access", "explain", "diff", "needs", "accounts"],
            ...["up", "preview", "refresh", "destroy"],
            ...["credentials", "aws-config"],
            ...["identity", "role", "account", "platform"],
            ...["mcp", "completion", "help"],
        ]);
        expect(new Set(commands).size).to.equal(commands.length);
        expect(code).to.equal(0);
    });

    const libraries = [
        ...["commander", "@pulumi/pulumi/index.js", "@pulumi/pulumi/automation/", "typescript"],
        ...["@npmcli/arborist", "normalize-package-data", "ts-node"],
    ];
    for (const [args, needed, prints] of [
        [["access", "--help"], ["commander"], /^Usage: iam-profiles access /],
        // The project's own stacks, without being told a source.
        [["access"], ["commander", "@pulumi/pulumi/index.js"], /^The environment boundary holds: /],
        [
            ["adopt", "--help"],
            ["commander", "@pulumi/pulumi/index.js", "@pulumi/pulumi/automation/", "@aws-sdk/core"],
            /^Usage: iam-profiles adopt /,
        ],
        // Programs start it again and again.
        [
            ["credentials", "process", "--help"],
            ["commander", "@aws-sdk/core"],
            /^Usage: iam-profiles credentials process /,
        ],
    ] as const) {
        it(`${args.join(" ")} works, and loads no library that it doesn't need`, async () => {
            // What is left out has an entry, but was never loaded.
            const script = `process.on("exit", () => {
                const files = Object.values(require.cache).filter(({ loaded }) => loaded);
                const names = ${JSON.stringify([...libraries, "@aws-sdk/core", "@swc/core/index"])};
                const isLoaded = (name) => files.some(({ id }) => id.includes(\`/node_modules/\${name}\`));
                console.error(JSON.stringify(names.filter(isLoaded)));
            });`;
            const loaded = async (): Promise<unknown> => {
                const { stdout, stderr, code } = await runWith(script, args);
                expect(stdout).to.match(prints);
                expect(code).to.equal(0);
                // On a busy machine, progress stands above it.
                return JSON.parse(stderr.trim().split("\n").at(-1) ?? "");
            };
            // A first run compiles what has changed, a second loads that from the cache.
            const first = await loaded();
            const compiled = (first as readonly string[]).includes("@swc/core/index");
            expect(compiled ? await loaded() : first).to.deep.equal(needed);
        });
    }

    it("exits with 2 if it crashes, since 1 is an answer", async () => {
        const crash =
            'process.on("newListener", (name) => name === "uncaughtException" && setImmediate(() => { throw new Error("broken"); }));';
        const { stderr, code } = await runWith(crash, ["accounts"]);
        expect(stderr).to.match(/^Error: broken$/m);
        expect(code).to.equal(2);
    });
});
