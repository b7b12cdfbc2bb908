import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { copyFile, cp, rm } from "node:fs/promises";
import { loadavg } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { checkout } from "../platform/checkout";
import { roleCatalogue } from "../roles/catalogue";
import { upStack } from "../sandbox/deploy";
import { ensureEngine } from "../sandbox/engine";
import { policyPackIn, sandboxFolders } from "../sandbox/folders";
import { ensureLanguageHost } from "../sandbox/languageHost";
import { stopLocalAws } from "../sandbox/localAws";
import { openSandbox } from "../sandbox/up";
import type { PackProof } from "./packProof";
import { emptyProject, plainPreviews, withBenchRuntime, withMain } from "./previews";
import type { Cost } from "./previews";
import { registryFolder } from "./registry";

/** Accounts of the registry, beside the state account. */
const registries = [1, 30, 300];
const roleCounts = [roleCatalogue.length, 30];
const benchProgram = path.join(__dirname, "program");
const goals = { pack: 2, registry: 1.3 };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);
const load = (): string =>
    loadavg()
        .map((one) => one.toFixed(1))
        .join(" ");

/**
 * What a preview costs, as ratios measured in one run: of the prod stack with the policy pack to an empty program without one, of
 * larger registries and catalogues to smaller ones, and what of it takes how long. All of them are `pulumi preview`, with a
 * language host of Node.js.
 */
async function main(): Promise<void> {
    const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds must be 1 or more");
    const folders = sandboxFolders("bench");
    const inFolder = (name: string): string => path.join(folders.root, name);
    try {
        const { deployer, project } = await openSandbox(folders, progress);
        const [state] = project.stacks;
        const prod = project.stacks.find(({ account }) => account.name === "prod");
        if (state === undefined || prod === undefined) throw new Error("no stack state or prod");
        progress("deploying the stack state, whose contract prod reads");
        await upStack(deployer, state);

        const engine = await ensureEngine(progress);
        const env = deployer.environment(prod);
        const previews = await plainPreviews(
            engine.binary,
            await ensureLanguageHost(progress),
            env,
            folders.root,
        );

        for (const name of ["empty", "empty-alone"]) {
            await emptyProject(inFolder(name), name === "empty");
            previews.createStack(inFolder(name), name, "prod");
            // The salt of the empty passphrase is the same for all, since each distinct one takes the engine 0.2 s.
            await copyFile(
                path.join(folders.work, "Pulumi.state.yaml"),
                path.join(inFolder(name), "Pulumi.prod.yaml"),
            );
        }
        previews.createStack(folders.work, project.name, "prod");
        const roles = inFolder("roles");
        await cp(folders.work, roles, { recursive: true });
        await withMain(roles, benchProgram);
        for (const count of registries) {
            const folder = await registryFolder(folders.work, inFolder(`registry-${count}`), count);
            await withMain(folder, benchProgram);
            await withBenchRuntime(path.join(folder, "policy-pack"));
        }
        await withMain(folders.work);
        const pack = await withBenchRuntime(policyPackIn(folders));

        const stack = "prod";
        // As Pulumi.yaml says.
        const javaScript = { BENCH_TYPESCRIPT: "false" };
        const program = { folder: folders.work, stack, env: javaScript };
        const costs = await cheapest(rounds, {
            empty: () => previews.run({ folder: inFolder("empty"), stack }),
            "empty, no packages": () => previews.run({ folder: inFolder("empty-alone"), stack }),
            "empty, empty pack": () =>
                previews.run({
                    folder: inFolder("empty"),
                    stack,
                    pack: path.join(inFolder("empty"), "policy-pack"),
                }),
            program: () => previews.run(program),
            "program and pack": () => previews.run({ ...program, pack }),
            "pack's start": () => packStart(pack, env),
            ...Object.fromEntries(
                registries.map((count) => {
                    const folder = inFolder(`registry-${count}`);
                    const own = path.join(folder, "policy-pack");
                    return [
                        `${count} accounts`,
                        () => previews.run({ ...program, folder, pack: own }),
                    ];
                }),
            ),
            ...Object.fromEntries(
                roleCounts.map((count) => [
                    `${count} roles`,
                    () =>
                        previews.run({
                            ...{ folder: roles, stack, pack },
                            env: { ...javaScript, BENCH_ROLES: String(count) },
                        }),
                ]),
            ),
        });

        const of = (name: string): Cost => costs.get(name) ?? { wall: Number.NaN, cpu: Number.NaN };
        const table = (title: string, base: string, names: readonly string[], goal = ""): void => {
            print(`\n${title}${goal}`);
            for (const name of names) print(row(name, of(name), of(base)));
        };
        print(`Pulumi ${engine.version} (${engine.origin}), Node.js ${process.version};`);
        print("`pulumi preview` with a language host of Node.js; the pack through the sandbox's");
        print("policy host. Stand-in providers, unless they were downloaded.");
        print(`The best of ${rounds} rounds; load of the machine now: ${load()}.`);
        print(
            "An empty program: an empty index.ts, compiled without type checks, in a project with the",
        );
        print("same packages installed, which the language host looks through.");
        table(
            "preview of prod / of an empty program without a policy pack",
            "empty",
            ["empty", "empty, no packages", "empty, empty pack", "program", "program and pack"],
            ` (goal: ${goals.pack} with the pack)`,
        );
        const counts = registries.map((count) => `${count} accounts`);
        table(
            `preview of prod with the pack by accounts in the registry, to ${counts[0] ?? ""}`,
            counts[0] ?? "",
            counts,
            ` (goal: ${goals.registry})`,
        );
        table(
            "preview of prod with the pack by roles",
            `${roleCatalogue.length} roles`,
            roleCounts.map((count) => `${count} roles`),
        );

        const whole = of("program and pack");
        const part = (name: string, cost: Cost): void => {
            print(row(name, cost, whole));
        };
        const own = proofOf(folders.work, rounds);
        print("\nparts of a preview of prod with the pack, to the whole of it");
        const parts: Readonly<Record<string, Cost>> = {
            "empty program": of("empty"),
            program: minus(of("program"), of("empty")),
            "pack's start": of("pack's start"),
            "pack's proof": own.proof,
        };
        for (const [name, cost] of Object.entries(parts)) part(name, cost);
        part("pack's rules", Object.values(parts).reduce(minus, whole));
        print("while the program starts:");
        part("pack's rendering", own.render);
        for (const count of registries) {
            const { render, proof, accounts } = proofOf(inFolder(`registry-${count}`), rounds);
            part(`rendering, ${count}`, render);
            part(`proof, ${count} (${accounts})`, proof);
        }
    } finally {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    }
}

const minus = (one: Cost, other: Cost): Cost => ({
    wall: one.wall - other.wall,
    cpu: one.cpu - other.cpu,
});

const row = (name: string, { wall, cpu }: Cost, base: Cost): string =>
    `  ${name.padEnd(20)} ${ratio(wall, base.wall)}   CPU ${ratio(cpu, base.cpu)}`;
const ratio = (one: number, base: number): string =>
    `${(one / base).toFixed(2).padStart(6)} (${one.toFixed(2)} s)`;

type Case = () => Cost | Promise<Cost>;

/** The least that each case took; the cases take turns, so that a busy machine slows all of them. */
async function cheapest(
    rounds: number,
    cases: Readonly<Record<string, Case>>,
): Promise<ReadonlyMap<string, Cost>> {
    const costs = new Map(Object.keys(cases).map((name) => [name, [] as Cost[]]));
    for (let round = 1; round <= rounds; round++) {
        progress(`round ${round} of ${rounds}; load ${load()}`);
        for (const [name, run] of Object.entries(cases)) costs.get(name)?.push(await run());
    }
    return new Map([...costs].map(([name, all]) => [name, least(all)]));
}

const least = (all: readonly Cost[]): Cost => ({
    wall: Math.min(...all.map(({ wall }) => wall)),
    cpu: Math.min(...all.map(({ cpu }) => cpu)),
});

/** Seconds until a pack's process says on which port it listens. */
async function packStart(pack: string, env: Record<string, string>): Promise<Cost> {
    const start = process.hrtime.bigint();
    const host = path.join(checkout, "sandbox", "policyHost", "pulumi-analyzer-policy-nodejs");
    // It doesn't call the engine before it is asked to judge.
    const child = spawn(process.execPath, [host, "127.0.0.1:1", "."], {
        cwd: pack,
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "ignore"],
    });
    try {
        await new Promise<void>((resolve, reject) => {
            child.stdout.once("data", () => {
                resolve();
            });
            child.once("exit", () => {
                reject(new Error("the policy pack doesn't start"));
            });
        });
        const wall = Number(process.hrtime.bigint() - start) / 1e9;
        return { wall, cpu: cpuOf(child.pid ?? 0) };
    } finally {
        child.kill();
    }
}

/** Seconds of the processor's time that a process has taken; not a number where the system doesn't say it so. */
function cpuOf(pid: number): number {
    try {
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
        // In hundredths of a second: utime and stime, the 14th and 15th field of all.
        return (Number(fields?.[11]) + Number(fields?.[12])) / 100;
    } catch {
        return Number.NaN;
    }
}

/** What the pack does for its proof, in a process of its own. */
function proofOf(folder: string, rounds: number): PackProof {
    const runs = Array.from({ length: rounds }, () => {
        const script = path.join(__dirname, "packProof.ts");
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            ["-r", "ts-node/register", script, folder, "prod"],
            {
                encoding: "utf8",
            },
        );
        if (status !== 0) throw new Error(`the proof failed:\n${stderr}`);
        return JSON.parse(stdout) as PackProof;
    });
    const [first] = runs;
    if (first === undefined) throw new Error("no round");
    return {
        ...first,
        render: least(runs.map(({ render }) => render)),
        proof: least(runs.map(({ proof }) => proof)),
    };
}

void main();
