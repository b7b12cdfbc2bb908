import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";

import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";

import type { Contract } from "../../identities/contract";
import { ensureLocalAws, stopLocalAws } from "../../sandbox/localAws";
import { expectSound, observe } from "../credentials/awsWorld";
import { localWorld } from "../credentials/localWorld";
import type { AwsWorld } from "../credentials/awsWorld";
import { random } from "../credentials/random";
import { withoutFirstVersion } from "../credentials/withoutFirstVersion";
import { seed } from "../support/seed";
import { makePlatform } from "./localPlatform";
import { captured, launcher, runCli } from "./runCli";
import { useHere } from "./useHere";

/** How many runs are killed; CONTRIBUTING.md says how to have more. */
const kills = Number(process.env["IAM_PROFILES_KILLS"] ?? 8);
/** Steps of a rotation; a run is killed after one of them. */
const mostSteps = 7;
/** How long after a step it is killed, in milliseconds: what a step's calls take at most. */
const mostMs = 25;
const hourMs = 3600_000;

interface Identity {
    readonly identity: string;
    readonly identityArn: string;
    readonly secret: { readonly identity: string; readonly id: string; readonly readers: [] };
}

describe("credentials rotate as a process that is killed, on a local AWS", () => {
    let folder: string;
    let contract: string;
    let endpoint: string;
    let world: AwsWorld;
    let identities: Identity[];
    const secrets = new Set<string>();

    before(async function () {
        // There are no process groups to kill.
        if (process.platform === "win32") this.skip();
        folder = await fs.mkdtemp(path.join(tmpdir(), "kills-"));
        contract = path.join(folder, "contract.json");
        ({ endpoint } = await ensureLocalAws(path.join(folder, "aws"), () => undefined));
        world = localWorld(endpoint);
        const secretOf = await makePlatform(endpoint, contract);
        const deployed = JSON.parse(await fs.readFile(contract, "utf8")) as Contract;
        identities = Object.entries(secretOf).map(([identity, id]) => ({
            identity,
            identityArn: deployed.identities[identity]?.arn ?? "",
            secret: { identity, id, readers: [] },
        }));
        for (const { secret } of identities) {
            await withoutFirstVersion(world.admin.secretsManager, secret.id);
        }
    });
    after(async () => {
        await stopLocalAws(path.join(folder, "aws"));
        await fs.rm(folder, { recursive: true, force: true });
    });

    it(`${kills} kills at random moments: no credential is lost, and no key is left over`, async () => {
        const each = Math.ceil(kills / identities.length);
        await Promise.all(
            identities.map((one, index) => killRuns(one, random(1000 * seed + index), each)),
        );
        for (let day = 1; day <= 4; day++) {
            const result = await runCli(...commandLine("rotate", [], day * 25));
            expect(result.code, result.stderr + result.stdout).to.equal(0);
            if (day === 4) expect(result.stdout).to.match(/^(\w+ {2}unchanged\n){2}$/);
        }
        for (const one of identities) {
            await expectSound(world, one);
            const { all, current } = await observe(world, one);
            expect(all, "keys in the end").to.deep.equal([current]);
        }
        const status = await useHere(...commandLine("status", ["--verify"]));
        expect(status.code, status.stdout).to.equal(0);
    });

    it("no run printed a secret of a key", () => {
        expect(secrets.size).to.be.at.least(2);
        const all = captured.join("\n");
        expect([...secrets].filter((secret) => all.includes(secret))).to.deep.equal([]);
    });

    /** Runs that are killed, some of them with a clean run in between. */
    async function killRuns(one: Identity, next: () => number, wanted: number): Promise<void> {
        const handedOut = new Set<string>();
        let killed = 0;
        for (let run = 0; killed < wanted; run++) {
            expect(run, "runs that it took").to.be.below(5 * wanted + 10);
            const noGrace = next() < 0.7;
            const grace = noGrace ? ["--grace", "0"] : [];
            const { active } = await observe(world, one);
            const inUse = active.filter((key) => handedOut.has(key));

            const options = ["--identity", one.identity, ...grace];
            const step = 1 + Math.floor(next() * mostSteps);
            const ms = Math.floor(next() * mostMs);
            const line = commandLine("rotate", [...options, "--force"]);
            if (await isKilled(...line, step, ms)) killed++;
            await expectWorking(one, handedOut);
            if (!noGrace) await expectActive(one, inUse);
            if (next() < 0.5) continue;
            const { code, stdout } = await runCli(...commandLine("rotate", options));
            expect(stdout).not.to.match(/failed/);
            expect(code, stdout).to.be.oneOf([0, 1]);
            await expectWorking(one, handedOut);
            if (!noGrace) await expectActive(one, inUse);
        }
    }

    /** What is stored works, if anything was ever stored. */
    async function expectWorking(one: Identity, handedOut: Set<string>): Promise<void> {
        const { all, current } = await observe(world, one);
        expect(all.length, "keys").to.be.at.most(2);
        if (current === undefined && handedOut.size === 0) return;
        const { SecretString = "" } = await world.admin.secretsManager.send(
            new GetSecretValueCommand({ SecretId: one.secret.id }),
        );
        const key = JSON.parse(SecretString) as { accessKeyId: string; secretAccessKey: string };
        const { Arn } = await world.admin.stsFor(key).send(new GetCallerIdentityCommand({}));
        expect(Arn).to.equal(one.identityArn);
        handedOut.add(key.accessKeyId);
        secrets.add(key.secretAccessKey);
    }

    /** Within the grace period no key ends that was ever handed out. */
    async function expectActive(one: Identity, inUse: readonly string[]): Promise<void> {
        expect((await observe(world, one)).active).to.include.members([...inUse]);
    }

    function commandLine(
        command: string,
        options: readonly string[],
        hours = 0,
    ): [readonly string[], Readonly<Record<string, string>>] {
        const env = {
            AWS_ENDPOINT_URL: endpoint,
            AWS_ACCESS_KEY_ID: "111111111111",
            AWS_SECRET_ACCESS_KEY: "sandbox",
            NODE_OPTIONS: `--require ${path.join(__dirname, "..", "credentials", "movedClock.cjs")}`,
            TEST_CLOCK_AHEAD_MS: String(hours * hourMs),
        };
        return [["credentials", command, "--contract", contract, ...options], env];
    }
});

/**
 * Runs `iam-profiles` and kills it and all that it started, some time after it said that it takes its so many-th step.
 *
 * @returns false if it had ended before
 */
async function isKilled(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    step: number,
    ms: number,
): Promise<boolean> {
    const child = spawn(process.execPath, [launcher, ...args], {
        env: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...env },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
    });
    let steps = 0;
    readline.createInterface(child.stderr).on("line", (line) => {
        captured.push(line);
        if (/: wait \d/.test(line) || ++steps !== step) return;
        setTimeout(() => {
            if (child.pid !== undefined && child.exitCode === null)
                process.kill(-child.pid, "SIGKILL");
        }, ms);
    });
    child.stdout.on("data", (chunk) => captured.push(String(chunk)));
    const [, signal] = (await once(child, "close")) as [number | null, string | null];
    return signal === "SIGKILL";
}
