import { spawn, spawnSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { roleCatalogue } from "../roles/catalogue";
import { upStack } from "../sandbox/deploy";
import { ensureEngine } from "../sandbox/engine";
import type { Engine } from "../sandbox/engine";
import { policyPackIn, sandboxFolders } from "../sandbox/folders";
import { stopLocalAws } from "../sandbox/localAws";
import { openSandbox } from "../sandbox/up";
import { checkout } from "../platform/checkout";
import type { PackProof } from "./packProof";
import { registryFolder } from "./registry";

/** How often each case is run. What is printed is the fastest run, which a busy machine slows the least. */
const rounds = 5;
/** Accounts of the registry, beside the state account. */
const registries = [1, 30, 300];
const roleCounts = [roleCatalogue.length, 30];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * What a preview costs, as ratios measured in one run: of the prod stack with the policy pack to an empty program without one, of
 * larger registries and catalogues to smaller ones, and what of it takes how long. Each run is a process of its own, start
 * included.
 */
async function main(): Promise<void> {
    const folders = sandboxFolders("bench");
    try {
        const sandbox = await openSandbox(folders, progress);
        const { deployer, project } = sandbox;
        const [state] = project.stacks;
        const prod = project.stacks.find(({ account }) => account.name === "prod");
        if (state === undefined || prod === undefined) throw new Error("no stack state or prod");
        progress("deploying the stack state, whose contract prod reads");
        await upStack(deployer, state);

        const engine = await ensureEngine(progress);
        const engineRoot = await engineRootIn(folders.root, engine);
        const emptyFolder = path.join(folders.root, "empty");
        await mkdir(emptyFolder, { recursive: true });
        await writeFile(path.join(emptyFolder, "Pulumi.yaml"), "name: empty\nruntime: nodejs\n");
        const folderOf = new Map<number, string>();
        for (const count of registries) {
            const folder = path.join(folders.root, `registry-${count}`);
            folderOf.set(count, await registryFolder(folders.work, folder, count));
        }

        const env = deployer.environment(prod);
        const empty = { engineRoot, env, workDir: emptyFolder, project: "empty", stack: "empty" };
        const program = {
            ...{ engineRoot, env, workDir: folders.work, project: project.name, stack: "prod" },
            catalogue: {},
        };
        const pack = policyPackIn(folders);
        const seconds = await fastest({
            empty: () => preview(empty),
            program: () => preview(program),
            "program and pack": () => preview({ ...program, pack }),
            "pack's start": () => packStart(pack, env),
            ...Object.fromEntries(
                [...folderOf].map(([count, workDir]) => {
                    const own = path.join(workDir, "policy-pack");
                    return [`${count} accounts`, () => preview({ ...program, workDir, pack: own })];
                }),
            ),
            ...Object.fromEntries(
                roleCounts.map((roles) => [
                    `${roles} roles`,
                    () => preview({ ...program, catalogue: { roles }, pack }),
                ]),
            ),
        });
        const proofs = new Map([...folderOf].map(([count, folder]) => [count, proofOf(folder)]));
        const own = proofOf(folders.work);

        const of = (name: string): number => seconds.get(name) ?? Number.NaN;
        const table = (title: string, base: string, names: readonly string[]): void => {
            print(`\n${title}`);
            for (const name of names) print(row(name, of(name) / of(base), of(name)));
        };
        print(`Pulumi ${engine.version} (${engine.origin}), Node.js ${process.version};`);
        print(
            "the program runs through the Automation API, with no language host of Node.js, and the",
        );
        print(
            "pack through the sandbox's policy host. Stand-in providers, unless they were downloaded.",
        );
        table("preview of prod / of an empty program without the policy pack", "empty", [
            "empty",
            "program",
            "program and pack",
        ]);
        const counts = registries.map((count) => `${count} accounts`);
        table(
            `preview of prod with the pack by accounts in the registry, to ${counts[0] ?? ""}`,
            counts[0] ?? "",
            counts,
        );
        table(
            "preview of prod with the pack by roles",
            `${roleCatalogue.length} roles`,
            roleCounts.map((count) => `${count} roles`),
        );

        const whole = of("program and pack");
        print(
            "\nparts of a preview of prod with the pack, each measured alone, to the whole preview",
        );
        print("(the pack starts while the program does, so that they add up to more)");
        print(row("engine", of("empty") / whole, of("empty")));
        print(row("program", (of("program") - of("empty")) / whole, of("program") - of("empty")));
        print(row("pack's start", of("pack's start") / whole, of("pack's start")));
        const parts = (
            title: string,
            { renderSeconds, proofSeconds, accounts }: PackProof,
            to: number,
        ): void => {
            print(row(`rendering${title}`, renderSeconds / to, renderSeconds));
            print(
                `${row(`proof${title}`, proofSeconds / to, proofSeconds)}, of ${accounts} accounts`,
            );
        };
        parts("", own, whole);
        for (const [count, proof] of proofs) parts(`, ${count}`, proof, of(`${count} accounts`));
    } finally {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    }
}

const row = (name: string, ratio: number, seconds: number): string =>
    `  ${name.padEnd(18)} ${ratio.toFixed(2).padStart(6)}   (${seconds.toFixed(2)} s)`;

/** The Automation API takes an engine by the folder above its `bin`. */
async function engineRootIn(folder: string, { binary }: Engine): Promise<string> {
    const root = path.join(folder, "engine");
    await mkdir(path.join(root, "bin"), { recursive: true });
    await symlink(binary, path.join(root, "bin", path.basename(binary)));
    return root;
}

type Case = () => number | Promise<number>;

/** Seconds of each case's fastest run; the cases take turns, so that a busy machine slows all of them. */
async function fastest(
    cases: Readonly<Record<string, Case>>,
): Promise<ReadonlyMap<string, number>> {
    const times = new Map(Object.keys(cases).map((name) => [name, [] as number[]]));
    for (let round = 1; round <= rounds; round++) {
        progress(`round ${round} of ${rounds}`);
        for (const [name, run] of Object.entries(cases)) times.get(name)?.push(await run());
    }
    return new Map([...times].map(([name, all]) => [name, Math.min(...all)]));
}

const secondsSince = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1e9;

/** Seconds that a preview takes, from the start of its process to its end. */
function preview(run: object): number {
    const start = process.hrtime.bigint();
    const script = path.join(__dirname, "preview.cjs");
    const { status, stderr } = spawnSync(process.execPath, [script, JSON.stringify(run)], {
        encoding: "utf8",
    });
    if (status !== 0) throw new Error(`preview failed:\n${stderr}`);
    return secondsSince(start);
}

/** Seconds until a pack's process says on which port it listens. */
async function packStart(pack: string, env: Record<string, string>): Promise<number> {
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
        return secondsSince(start);
    } finally {
        child.kill();
    }
}

/** What the pack does for its proof, in a process of its own. */
function proofOf(folder: string): PackProof {
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
    return {
        renderSeconds: Math.min(...runs.map(({ renderSeconds }) => renderSeconds)),
        proofSeconds: Math.min(...runs.map(({ proofSeconds }) => proofSeconds)),
        accounts: runs[0]?.accounts ?? 0,
    };
}

void main();
