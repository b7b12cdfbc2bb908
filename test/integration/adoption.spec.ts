import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { IAM } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import { importAll } from "../../cli/adopt";
import { compare } from "../../cli/drift";
import { openSandboxOperations } from "../../cli/sources/sandboxOperations";
import { withSandboxStacks } from "../../cli/sources/sandboxStacks";
import { runStacks } from "../../cli/stacks";
import type { Stacks } from "../../cli/stackEngine";
import { adoptionsOf } from "../../operations/adoption/platformAdoption";
import type { PlatformAdoption, Source } from "../../operations/adoption/platformAdoption";
import { destructiveSteps } from "../../operations/adoption/previewSteps";
import { readTerraformState } from "../../operations/adoption/terraformState";
import type { RenderedStack } from "../../plan/renderStack";
import { run } from "../../platform/childProcess";
import { ensureEngine } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engineEnvironment";
import { sandboxFolders } from "../../sandbox/folders";
import { ensureLanguageHost } from "../../sandbox/languageHost";
import { localAwsStatus, stopLocalAws } from "../../sandbox/localAws";
import { ancestorFile, ancestorStates, createAncestor } from "../operations/adoption/ancestor";
import { testBreaks } from "./brokenTrust";
import { testDestroyed } from "./destroyed";
import { testPolicyAnalyze } from "./policyAnalyze";
import { stackResources } from "./stackResources";
import { testStateInS3 } from "./stateInS3";
import { silently } from "./silently";

const ids = { state: "111111111111", nonprod: "222222222222", prod: "333333333333" } as const;

/** The ancestor's installation in the local AWS, taken over by the real engine while its pipelines go on. */
describe("adoption of the ancestor's installation", () => {
    const folders = sandboxFolders(`adoption-${process.pid}`);
    const quiet = (): void => undefined;
    let endpoint: string;
    let traffic: Traffic;
    let uniqueIds: Readonly<Record<string, string>>;

    const inStacks = <Result>(use: (stacks: Stacks) => Promise<Result>): Promise<Result> =>
        withSandboxStacks(use, quiet, { folders });

    const terraform = async (): Promise<Source> => ({
        terraform: await Promise.all(
            ancestorStates.map(async (name) => {
                const file = ancestorFile(name);
                return readTerraformState(file, await readFile(file, "utf8"));
            }),
        ),
    });

    async function planned(source: Source, stack: string): Promise<PlatformAdoption> {
        return adoptionsOf(await platform(), source, [stack]);
    }

    let rendered: Promise<readonly RenderedStack[]> | undefined;

    async function platform(): Promise<Parameters<typeof adoptionsOf>[0]> {
        const { settings, project, render } = await openSandboxOperations(folders);
        rendered ??= render();
        return { settings, project, rendered: await rendered };
    }

    async function up(stack: string): Promise<void> {
        const options = { parallel: 1, stacks: [stack], json: true };
        const code = await inStacks((stacks) => silently(() => runStacks(stacks, "up", options)));
        expect(code, stack).to.equal(0);
    }

    before(async () => {
        await inStacks(() => Promise.resolve());
        const status = await localAwsStatus(folders.localAws);
        endpoint = status.state === "absent" ? "" : status.endpoint;
        for (const name of ancestorStates) await createAncestor(endpoint, name, ids[name]);
        uniqueIds = await uniqueIdsOf(endpoint);
        traffic = await startTraffic(endpoint);
    });
    after(async () => {
        await traffic.stop();
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("imports the state account from Terraform's state, and previews no replacement", async () => {
        const { stacks } = await planned(await terraform(), "state");
        const imported = await inStacks(async (engines) =>
            silently(async () => importAll(await platform(), stacks, engines)),
        );
        const { destructive, changes } = imported.get("state") ?? {};
        expect(destructive).to.deep.equal([]);
        expect(Object.keys(changes ?? {}).sort()).to.deep.equal(["create", "update"]);
        expect(changes?.["create"]).to.equal(expectedCreations(stacks));
    });

    it("changes nothing when the import is run again", async () => {
        const { stacks } = await planned(await terraform(), "state");
        const [adoption] = stacks;
        const before = await stackResources(folders, "state");
        expect(before).not.to.be.empty;
        await inStacks(async ({ engineFor }) => {
            const engine = await engineFor("state");
            if (adoption !== undefined) await engine.importResources(adoption.file);
        });
        expect(await stackResources(folders, "state")).to.deep.equal(before);
    });

    it("moves the users in place by the first update", async () => {
        await up("state");
        const { User } = await admin(endpoint, ids.state).getUser({
            UserName: "PSKProdServiceAccount",
        });
        expect(User?.Path).to.equal("/PSKServiceAccounts/prod/");
    });

    it("imports an account from its import file by the Pulumi CLI", async () => {
        const { stacks } = await planned(await terraform(), "nonprod");
        const folder = await mkdtemp(path.join(tmpdir(), "adoption-"));
        const file = path.join(folder, "nonprod.import.json");
        await writeFile(file, JSON.stringify(stacks[0]?.file));
        const engine = await ensureEngine(quiet);
        const { settings } = await platform();
        const env = engineEnvironment(folders, endpoint, {
            ...settings,
            account: { name: "nonprod", id: ids.nonprod, environment: "nonprod" },
        });
        const PATH = [env["PATH"], await ensureLanguageHost(quiet)].join(path.delimiter);
        const options = { cwd: folders.work, env: { ...process.env, ...env, PATH } };
        await inStacks(({ engineFor }) => engineFor("nonprod"));
        await run(
            engine.binary,
            [
                ...["import", "--file", file, "--generate-code=false"],
                ...["--yes", "--skip-preview", "--non-interactive", "--stack", "nonprod"],
            ],
            options,
        );
        await rm(folder, { recursive: true });
        const events: Parameters<typeof destructiveSteps>[0][number][] = [];
        await inStacks(async ({ engineFor }) => {
            const nonprod = await engineFor("nonprod");
            await nonprod.run("up", {
                onEvent: (event) => void events.push(event),
                onOutput: quiet,
            });
        });
        expect(destructiveSteps(events)).to.deep.equal([]);
        expect(events.some(({ summaryEvent }) => summaryEvent !== undefined)).to.equal(true);
    });

    it("imports an account as it is in AWS", async () => {
        const operations = await openSandboxOperations(folders);
        const { stacks, unread } = await planned({ live: await operations.readAccounts() }, "prod");
        expect(unread).to.deep.equal([]);
        const imported = await inStacks(async (engines) =>
            silently(async () => importAll(await platform(), stacks, engines)),
        );
        expect(imported.get("prod")?.destructive).to.deep.equal([]);
        await up("prod");
    });

    it("replaced and deleted no user, group or role", async () => {
        const now = await uniqueIdsOf(endpoint);
        expect(Object.keys(uniqueIds)).to.have.length(2 + 2 + 3 * 6);
        expect(now).to.include(uniqueIds);
    });

    it("left the old keys working before, during and after", async () => {
        await traffic.stop();
        expect(traffic.refused).to.deep.equal([]);
        expect(traffic.answered).to.be.greaterThan(20);
        expect(await assume(endpoint, traffic.keys.nonprod, ids.prod)).to.equal("AccessDenied");
    });

    it("leaves what it doesn't know, and drift finds exactly that under the same ids", async () => {
        const { stacks } = adoptionsOf(
            await platform(),
            { live: await (await openSandboxOperations(folders)).readAccounts() },
            undefined,
        );
        const stays = stacks.flatMap((stack) => stack.stays.map(({ id }) => id));
        const { drift } = await compare(await openSandboxOperations(folders));
        const found = drift.findings.filter(({ kind }) => kind !== "accessKey");
        expect(found.map(({ id }) => id).sort()).to.deep.equal(stays.sort());
        expect(
            stacks
                .flatMap(({ updated, moved, created }) => [
                    updated,
                    moved,
                    created.filter(({ type }) => !/randomId|[sS]ecret|Membership/.test(type)),
                ])
                .flat(),
        ).to.deep.equal([]);
    });

    // Its stacks are now those of the checkout, as they would be had they been created.
    describe("taken over", () => {
        testPolicyAnalyze(folders);
        testBreaks(folders);
        testDestroyed(folders);
        testStateInS3(folders);
    });
});

/** Components are no part of what a plan creates, and an engine counts them. */
function expectedCreations(stacks: PlatformAdoption["stacks"]): number {
    // PSKAccessAuditRole is the one role that the ancestor doesn't have.
    const components = 1;
    return (stacks[0]?.created.length ?? 0) + components;
}

const admin = (endpoint: string, accessKeyId: string): IAM =>
    new IAM({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId, secretAccessKey: "sandbox" },
    });

/** Unique id of every user, group and role: one that was made anew has another. */
async function uniqueIdsOf(endpoint: string): Promise<Record<string, string>> {
    const all: [string, string][] = [];
    for (const [account, id] of Object.entries(ids)) {
        const details = await admin(endpoint, id).getAccountAuthorizationDetails({});
        for (const { UserName = "", UserId = "" } of details.UserDetailList ?? []) {
            all.push([`${account} user ${UserName}`, UserId]);
        }
        for (const { GroupName = "", GroupId = "" } of details.GroupDetailList ?? []) {
            all.push([`${account} group ${GroupName}`, GroupId]);
        }
        for (const { RoleName = "", RoleId = "" } of details.RoleDetailList ?? []) {
            all.push([`${account} role ${RoleName}`, RoleId]);
        }
    }
    return Object.fromEntries(all);
}

interface Key {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

/** Calls of the ancestor's pipelines with their old keys, again and again. */
interface Traffic {
    readonly keys: { readonly nonprod: Key; readonly prod: Key };
    answered: number;
    readonly refused: string[];
    readonly stop: () => Promise<void>;
}

async function startTraffic(endpoint: string): Promise<Traffic> {
    const keyOf = async (UserName: string): Promise<Key> => {
        const { AccessKey } = await admin(endpoint, ids.state).createAccessKey({ UserName });
        const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
        return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    };
    const keys = {
        nonprod: await keyOf("PSKNonprodServiceAccount"),
        prod: await keyOf("PSKProdServiceAccount"),
    };
    let stopped = false;
    const traffic = { keys, answered: 0, refused: [] as string[] };
    const calls = async (): Promise<void> => {
        while (!stopped) {
            for (const [name, account] of [
                ["nonprod", ids.nonprod],
                ["prod", ids.nonprod],
                ["prod", ids.prod],
            ] as const) {
                const answer = await assume(endpoint, keys[name], account);
                if (answer === "assumed") traffic.answered += 1;
                else traffic.refused.push(`${name} in ${account}: ${answer}`);
            }
            await sleep(750);
        }
    };
    const running = calls();
    return Object.assign(traffic, {
        stop: async () => {
            stopped = true;
            await running;
        },
    });
}

async function assume(endpoint: string, credentials: Key, account: string): Promise<string> {
    const sts = new STSClient({ endpoint, region: "us-east-1", credentials });
    const RoleArn = `arn:aws:iam::${account}:role/PSKRoles/PSKPlatformVPCRole`;
    try {
        await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "pipeline" }));
        return "assumed";
    } catch (error) {
        return (error as Error).name;
    }
}
