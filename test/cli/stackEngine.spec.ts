import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";
import { expect } from "chai";

import { engineOf } from "../../cli/stackEngine";
import { StackLockedError } from "../../operations/stacks/lock";
import type { Verb } from "../../operations/stacks/order";

const options = { onEvent: () => undefined, onOutput: () => undefined };

/** A stack that writes down what it is asked for. */
function recordingStack(): { readonly stack: Stack; readonly asked: object[] } {
    const asked: object[] = [];
    const record = (verb: Verb) => (given: object) => {
        asked.push({ verb, ...given });
        return Promise.resolve({});
    };
    const stack = {
        name: "prod",
        preview: record("preview"),
        up: record("up"),
        refresh: record("refresh"),
        destroy: record("destroy"),
    };
    return { stack: stack as unknown as Stack, asked };
}

describe("the engine of a stack", () => {
    // Without the program, these use the provider in the state, with the role of whoever deployed last.
    const expected: Readonly<Record<Verb, object>> = {
        preview: { policyPacks: ["pack"], diff: true },
        up: { policyPacks: ["pack"], refresh: true, runProgram: true },
        refresh: { runProgram: true },
        destroy: { runProgram: true },
    };
    for (const [verb, more] of Object.entries(expected) as [Verb, object][]) {
        it(`${verb}: with the program's provider, and the pack where it judges`, async () => {
            const { stack, asked } = recordingStack();
            await engineOf(stack, "pack").run(verb, options);
            await engineOf(stack, "pack", { configFile: "other.yaml" }).run(verb, options);
            expect(asked).to.deep.equal([
                { verb, ...options, ...more },
                { verb, ...options, ...more, configFile: "other.yaml" },
            ]);
        });
    }

    it("says by whom the stack is locked", async () => {
        const message =
            "the stack is currently locked by 1 lock(s)\n  file:///x.json: created by jane@elsewhere (pid 7) at 2026-01-01T00:00:00Z";
        const stack = { name: "prod", up: () => Promise.reject(new Error(message)) };
        const error = await engineOf(stack as unknown as Stack, "pack")
            .run("up", options)
            .catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(StackLockedError);
        expect(error).to.include({
            holder: "jane@elsewhere (pid 7) at 2026-01-01T00:00:00Z",
            lives: undefined,
        });
    });

    describe("whose state is", () => {
        let workDir: string;
        /** Its CLI is Node.js, which runs the file `stack`. */
        const stackIn = (state: object): Stack => {
            const stack = {
                name: "prod",
                workspace: {
                    workDir,
                    envVars: { STATE: JSON.stringify(state) },
                    pulumiCommand: { command: process.execPath },
                },
                importStack: ({ version, deployment }: { version: number; deployment: object }) => {
                    imported.push([version, deployment]);
                    return Promise.resolve();
                },
            };
            return stack as unknown as Stack;
        };
        const imported: unknown[] = [];
        before(async () => {
            workDir = await mkdtemp(path.join(tmpdir(), "engine-"));
            const text = `console.log(JSON.stringify({
                version: 3,
                deployment: { ...JSON.parse(process.env.STATE), asked: process.argv.slice(2) },
            }));`;
            await writeFile(path.join(workDir, "stack"), text);
        });
        after(() => rm(workDir, { recursive: true }));

        it("read without decrypting its secrets, and replaced if it is still as it was read", async () => {
            const engine = engineOf(stackIn({ resources: [1] }), "pack");
            const read = await engine.exportDeployment();
            expect(read).to.deep.equal({
                resources: [1],
                asked: ["export", "--stack", "prod", "--non-interactive"],
            });
            const next = { resources: [2] };
            await engine.replaceDeployment(read, next);
            expect(imported).to.deep.equal([[3, next]]);
            const late = await engineOf(stackIn({ resources: [3] }), "pack")
                .replaceDeployment(read, next)
                .catch((thrown: unknown) => thrown);
            expect(late).to.have.property("message").that.includes("another run has changed");
            expect(imported).to.have.length(1);
        });
    });
});
