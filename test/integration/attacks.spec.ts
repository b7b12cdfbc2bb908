import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { parse, stringify } from "yaml";

import { checkout } from "../../platform/checkout";
import { run } from "../../platform/childProcess";
import type { Settings } from "../../platform/config";
import { openStack } from "../../sandbox/deploy";
import { ensureEngine } from "../../sandbox/engine";
import { policyPackIn, sandboxFolders } from "../../sandbox/folders";
import { ensureLanguageHost } from "../../sandbox/languageHost";
import { stopLocalAws } from "../../sandbox/localAws";
import { openSandbox } from "../../sandbox/up";
import type { Sandbox } from "../../sandbox/up";
import attacks from "./attacks.cases.json";

/** Attacks on the program and its pack, each tried in a preview of the real engine; several share one preview. */
describe("an attack, previewed", () => {
    const folders = sandboxFolders(`attacks-${process.pid}`);
    const quiet = (): void => undefined;
    let sandbox: Sandbox;
    let state: Settings;
    let stack: Stack;

    before(async () => {
        sandbox = await openSandbox(folders, quiet);
        const [first] = sandbox.project.stacks;
        if (first === undefined) throw new Error("no state stack");
        state = first;
        await pulumi(checkout, "stack", "init", "organization/iam-profiles/state");
        const empty = { ...sandbox.deployer, program: () => Promise.resolve({}) };
        stack = await openStack(empty, state);
    });
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    /** Runs the ordinary command line, and Node.js started by the engine. @param main folder of the program */
    async function pulumi(
        main: string,
        ...args: string[]
    ): Promise<{ readonly code: "passed" | "failed"; readonly output: string }> {
        // The engine runs in a folder that it may write to, and the program where it is.
        const file = path.join(folders.work, "Pulumi.yaml");
        const settings = parse(await readFile(file, "utf8")) as Record<string, unknown>;
        await writeFile(file, stringify({ ...settings, main }));
        const { binary } = await ensureEngine(quiet);
        const environment = sandbox.deployer.environment(state);
        const PATH = [await ensureLanguageHost(quiet), environment["PATH"]].join(path.delimiter);
        const lines: string[] = [];
        const code = await run(binary, [...args, "--non-interactive", "--color", "never"], {
            cwd: folders.work,
            env: { ...process.env, ...environment, PATH },
            onLine: (line) => void lines.push(line),
        }).then(
            () => "passed" as const,
            () => "failed" as const,
        );
        return { code, output: lines.join("\n") };
    }

    it("is the one difference to index.ts as users run it, through the ordinary command line", async () => {
        const { code, output } = await pulumi(checkout, "preview", "--stack", "state");
        expect(code, output).to.equal("passed");
        expect(output).to.match(/\+ 57 to create/);
        expect(output).to.include("aws:iam:Role");
    });

    /** What a preview with the pack's own configuration says; an empty program does. */
    async function previewWith(config: object): Promise<string> {
        const file = path.join(folders.root, "pack-config.json");
        await writeFile(file, JSON.stringify(config));
        const options = { policyPacks: [policyPackIn(folders)], policyPackConfigs: [file] };
        return stack.preview(options).then(
            () => "passed",
            (error: unknown) => String(error),
        );
    }

    for (const { name, config, message } of attacks.packConfigurations) {
        it(`${message === undefined ? "takes" : "stops at"} ${name}`, async () => {
            const result = await previewWith(config);
            if (message === undefined) expect(result).to.equal("passed");
            else expect(result).to.include(message);
        });
    }

    // The program ends with the first resource that it refuses, so that what comes later needs a preview of its own.
    for (const [what, options] of Object.entries(attacks.options)) {
        describe(`by options of ${what}, through the ordinary command line`, () => {
            let output = "";

            before(async () => {
                // A program of its own, which runs this one after it set the options.
                const attacker = path.join(folders.root, "attacker");
                await mkdir(attacker, { recursive: true });
                const files = {
                    "package.json": { name: "attacker", main: "index.cjs" },
                    "attacks.json": options,
                };
                for (const [name, content] of Object.entries(files)) {
                    await writeFile(path.join(attacker, name), JSON.stringify(content));
                }
                await writeFile(path.join(attacker, "index.cjs"), attackerText);
                const tried = await pulumi(attacker, "preview", "--stack", state.account.name);
                output = tried.output;
                expect(tried.code).to.equal("failed");
            });

            for (const { type, resource, message } of options) {
                it(`stops at ${type} "${resource}": ${message}`, () => {
                    expect(output).to.include(`${type} "${resource}" ${message}`);
                });
            }
        });
    }
});

const attackerText = `
    require(${JSON.stringify(path.join(checkout, "platform/leaveOutUnused.cjs"))}).leaveOutUnused();
    const pulumi = require(${JSON.stringify(path.join(checkout, "node_modules/@pulumi/pulumi"))});
    const attacks = require("./attacks.json");
    module.exports = () => {
        pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
            const found = attacks.find((one) => one.type === type && one.resource === name);
            return found && { props: { ...props, ...found.props }, opts: { ...opts, ...found.opts } };
        });
        return require(${JSON.stringify(checkout)})();
    };`;
