import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as path from "node:path";

import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";

import { withSandboxStacks } from "../../cli/sources/sandboxStacks";
import type { SandboxStacksOptions } from "../../cli/sources/sandboxStacks";
import { runStacks } from "../../cli/stacks";
import type { Verb } from "../../operations/stacks/order";
import type { Deployment } from "../../operations/stacks/pendingCreates";
import { sandboxFolders } from "../../sandbox/folders";
import { ensureLocalAws, localAwsStatus, stopLocalAws } from "../../sandbox/localAws";
import { readStackFiles, wasKilled } from "../../sandbox/stackFiles";
import { openSandbox } from "../../sandbox/up";
import { testBootstrap } from "./bootstrap";
import { killedRun } from "./killedRun";
import { testPolicyAnalyze } from "./policyAnalyze";

/** `iam-profiles up` on all stacks at once, killed in the midst of creating, and run again. */
describe("all stacks", () => {
    const name = `stacks-${process.pid}`;
    const folders = sandboxFolders(name);
    const killed = path.join(folders.root, "killed");
    let said: string[] = [];

    const stackFile = (name: string): string =>
        path.join(folders.backend, ".pulumi", "stacks", "iam-profiles", name);

    beforeEach(() => {
        said = [];
    });
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    /** What it prints is kept, to be looked at. */
    async function run(
        verb: Verb,
        options: object,
        sandbox: SandboxStacksOptions = { folders },
    ): Promise<number> {
        const keep = (text: string | Uint8Array): boolean => said.push(String(text)) > 0;
        const streams = [process.stdout, process.stderr].map((stream) => ({
            stream,
            write: stream.write.bind(stream),
        }));
        for (const { stream } of streams) stream.write = keep;
        try {
            return await withSandboxStacks(
                (stacks) => runStacks(stacks, verb, { parallel: 2, ...options }),
                keep,
                sandbox,
            );
        } finally {
            for (const { stream, write } of streams) stream.write = write;
        }
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
        const all = said.join("");
        expect(all).to.match(
            /state: failed\n +locked by .*: that process has ended; take the lock away/,
        );
        expect(all).to.include("running this again with --unlock");
        expect(all).to.include("prod: skipped, since state failed");
    });

    it("goes on where the killed run stopped", async () => {
        expect(await run("up", { unlock: true }), said.join("")).to.equal(0);
        expect(said.join("")).to.include("3 of 3 stacks deployed.");
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
        expect(await run("up", options), said.join("")).to.equal(0);
        // In place of creating it twice.
        expect(said.join("")).to.match(/prod: deployed, \d create, after a run that was killed/);
        const json = said.join("").slice(said.join("").indexOf("{\n"));
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

    it("keeps its state in S3 too, with the same locks", async () => {
        const status = await localAwsStatus(folders.localAws);
        const endpoint = status.state === "absent" ? "" : status.endpoint;
        await s3(endpoint, "PUT", "state-bucket");
        const inS3: SandboxStacksOptions = {
            folders,
            // The accounts are full.
            program: () => Promise.resolve({}),
            variables: (address) => ({
                PULUMI_BACKEND_URL: `s3://state-bucket?endpoint=${address}&region=us-east-1&s3ForcePathStyle=true`,
                ...{ AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "sandbox" },
            }),
        };
        const only = { stacks: ["state"] };
        expect(await run("up", only, inS3), said.join("")).to.equal(0);
        expect(said.join("")).to.match(/state: deployed, \d+ create\n/);

        const lock = "state-bucket/.pulumi/locks/organization/iam-profiles/state/killed.json";
        const holder = { pid: 2 ** 22 + 1, username: "jane", hostname: hostname() };
        await s3(endpoint, "PUT", lock, { ...holder, timestamp: "2026-01-01T00:00:00Z" });
        expect(await run("refresh", only, inS3)).to.equal(1);
        expect(said.join("")).to.match(/locked by jane@\S+ \(pid 4194305\).*has ended/);
        const unlocked = await run("refresh", { ...only, unlock: true }, inS3);
        expect(unlocked, said.join("")).to.equal(0);
        expect(await s3(endpoint, "GET", lock)).to.equal(404);
    });

    // These stacks are those of the checkout.
    describe("in pulumi policy analyze", () => {
        testPolicyAnalyze(folders);
    });

    describe("destroyed", () => {
        it("takes an account's stack away, once it is said twice", async () => {
            expect(await run("destroy", { stacks: ["prod"] })).to.equal(0);
            expect(said.join("")).to.include("Nothing was done.");
            expect(await run("destroy", { stacks: ["prod"], yes: true }), said.join("")).to.equal(
                0,
            );
            const status = await localAwsStatus(folders.localAws);
            const endpoint = status.state === "absent" ? "" : status.endpoint;
            expect(await rolesOf(endpoint, "333333333333")).to.deep.equal([]);
        });
    });

    // Prod's account is empty again.
    describe("in bootstrap", () => {
        testBootstrap(folders);
    });

    describe("killed, and started anew", () => {
        it("by `npm start` begins again with an empty local AWS, so that nothing is there twice", async () => {
            const before = await ensureLocalAws(folders.localAws, () => undefined);
            expect(await rolesOf(before.endpoint, "111111111111")).not.to.be.empty;
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
            for (const account of ["111111111111", "222222222222", "333333333333"]) {
                expect(await rolesOf(endpoint, account)).to.deep.equal([]);
            }
        });
    });
});

/** Names of an account's roles. */
async function rolesOf(endpoint: string, accessKeyId: string): Promise<readonly string[]> {
    const credentials = { accessKeyId, secretAccessKey: "sandbox" };
    const { Roles = [] } = await new IAMClient({
        endpoint,
        region: "us-east-1",
        credentials,
    }).send(new ListRolesCommand({}));
    return Roles.map(({ RoleName = "" }) => RoleName);
}

/** The local AWS takes an account's id for a signature. @returns the HTTP status */
async function s3(
    endpoint: string,
    method: "GET" | "PUT",
    object: string,
    body?: object,
): Promise<number> {
    const credential = "Credential=111111111111/20260101/us-east-1/s3/aws4_request";
    const { status } = await fetch(`${endpoint}/${object}`, {
        method,
        headers: {
            authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return status;
}

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
