import { cp, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";

import type { SandboxStacksOptions } from "../../cli/sources/sandboxStacks";
import type { Verb } from "../../operations/stacks/order";
import type { Deployment } from "../../operations/stacks/pendingCreates";
import { sandboxFolders } from "../../sandbox/folders";
import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { readStackFiles, wasKilled } from "../../sandbox/stackFiles";
import { openSandbox } from "../../sandbox/up";
import { capturedRun } from "./capturedRun";
import { killedRun } from "./killedRun";
import { leavingSource, programWithLeaving } from "./leaving";
import { testOperations } from "./operations";

/** `iam-profiles up` on all stacks at once, killed in the midst of creating, and run again. */
describe("all stacks", () => {
    const name = `stacks-${process.pid}`;
    const folders = sandboxFolders(name);
    const killed = path.join(folders.root, "killed");
    let said = "";

    const stackFile = (name: string): string =>
        path.join(folders.backend, ".pulumi", "stacks", "iam-profiles", name);

    beforeEach(() => {
        said = "";
    });
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    /** What it prints is kept, to be looked at. */
    async function run(
        verb: Verb,
        options: object,
        more: SandboxStacksOptions = {},
    ): Promise<number> {
        const source = await leavingSource(folders.root);
        const sandbox = { folders, source, program: programWithLeaving, ...more };
        const { code, said: text } = await capturedRun(verb, options, sandbox);
        said += text;
        return code;
    }

    before(async () => {
        await killedRun("stacksOnce.ts", name);
        expect(await wasKilled(folders.backend)).to.equal(true);
        await cp(folders.backend, killed, { recursive: true });
    });

    it("names the lock that a killed run left, and how to take it away", async () => {
        // As a kill between two writes of the backend leaves it.
        await writeFile(stackFile("state.json.attrs"), "");
        expect(await run("up", {})).to.equal(1);
        const all = said;
        expect(all).to.match(
            /state: failed\n +locked by .*: that process has ended; take the lock away/,
        );
        expect(all).to.include("running this again with --unlock");
        expect(all).to.include("prod: skipped, since state failed");
    });

    it("goes on where the killed run stopped", async () => {
        expect(await run("up", { unlock: true }), said).to.equal(0);
        expect(said).to.include("3 of 3 stacks deployed.");
        expect(await wasKilled(folders.backend)).to.equal(false);
        const stacks = await readStackFiles(folders.backend);
        expect(stacks.map(({ stack, pending }) => [stack, pending])).to.deep.equal([
            ["nonprod", 0],
            ["prod", 0],
            ["state", 0],
        ]);
    });

    it("takes up a role that was created and not recorded, and leaves out what a preview shows unchanged", async () => {
        const file = stackFile("prod.json");
        const state = JSON.parse(await readFile(file, "utf8")) as Checkpoint;
        state.checkpoint.latest = forgetRole(state.checkpoint.latest);
        await writeFile(file, JSON.stringify(state));
        const options = { stacks: ["nonprod", "prod"], changed: true, json: true };
        expect(await run("up", options), said).to.equal(0);
        // In place of creating it twice.
        expect(said).to.match(/prod: deployed, \d create, after a run that was killed/);
        const json = said.slice(said.indexOf("{\n"));
        const { stacks } = JSON.parse(json.slice(0, json.lastIndexOf("}") + 1)) as {
            stacks: { stack: string; status: string; changes: object }[];
        };
        expect(
            stacks.map(({ stack, status, changes }) => [stack, status, Object.keys(changes)]),
        ).to.deep.equal([
            ["nonprod", "done", []],
            ["prod", "done", ["create"]],
        ]);
    });

    describe("operations", () => {
        testOperations(folders);
    });

    describe("killed, and started anew", () => {
        it("by `npm start` begins again with an empty local AWS, so that nothing is there twice", async () => {
            const before = await ensureLocalAws(folders.localAws, () => undefined);
            await iamOf(before.endpoint).createRole({
                RoleName: "Left",
                AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
            });
            await rm(folders.backend, { recursive: true });
            await cp(killed, folders.backend, { recursive: true });
            const lines: string[] = [];
            const { endpoint } = await openSandbox(folders, (line) => void lines.push(line));
            expect(lines).to.include(
                "an earlier run was killed; starting again with an empty local AWS",
            );
            expect(before.endpoint).not.to.equal(endpoint);
            expect(await wasKilled(folders.backend)).to.equal(false);
            expect(await readStackFiles(folders.backend)).to.deep.equal([]);
            expect((await iamOf(endpoint).listRoles({})).Roles).to.deep.equal([]);
        });
    });
});

const iamOf = (endpoint: string): IAM =>
    new IAM({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
    });

interface Checkpoint {
    readonly checkpoint: { latest: Deployment };
}

interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly dependencies?: readonly string[];
}

/** The state of a run that was killed after AWS created a role, and before it answered: what depends on it isn't there yet. */
function forgetRole(deployment: Deployment): Deployment {
    const resources = deployment["resources"] as readonly StateResource[];
    const dependentsOf = ({ urn }: StateResource): readonly StateResource[] =>
        resources.filter(({ dependencies = [] }) => dependencies.includes(urn));
    // One on which only attachments depend, which are the same when they are made again.
    const role = resources.find(
        (one) =>
            one.type === "aws:iam/role:Role" &&
            dependentsOf(one).every((dependent) => dependentsOf(dependent).length === 0),
    );
    if (role === undefined) throw new Error("no role");
    const gone = [role, ...dependentsOf(role)];
    const rest = resources.filter((one) => !gone.includes(one));
    const { id, outputs, ...resource } = role as StateResource & { id: string; outputs: object };
    expect([id, outputs]).not.to.include(undefined);
    return {
        ...deployment,
        resources: rest,
        pending_operations: [{ type: "creating", resource }],
    };
}
