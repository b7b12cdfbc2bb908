import { spawnSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { ensureEngine } from "../sandbox/engine";
import { engineEnvironment } from "../sandbox/engineEnvironment";
import { sandboxFolders } from "../sandbox/folders";
import { stopLocalAws } from "../sandbox/localAws";
import { openSandbox, up } from "../sandbox/up";

/** How often each case is run; what is printed is the median. */
const rounds = 5;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * What a preview costs, as ratios measured in one run: of the prod stack with the policy pack to an empty program
 * without one, and of larger catalogues to smaller ones. Each run is a process of its own, start included.
 */
async function main(): Promise<void> {
    const folders = sandboxFolders("bench");
    try {
        const sandbox = await openSandbox(folders, progress);
        await up(sandbox, progress);
        const state = sandbox.project.stacks.find(({ account }) => account.environment === "state");
        if (state === undefined) throw new Error("no state stack");
        const engineRoot = await engineRootIn(folders.root);
        const environment = (name: string): Record<string, string> => {
            const settings = sandbox.project.stacks.find(({ account }) => account.name === name);
            return engineEnvironment(folders, sandbox.endpoint, settings ?? state);
        };
        const emptyFolder = path.join(folders.root, "empty");
        await mkdir(emptyFolder, { recursive: true });
        await writeFile(path.join(emptyFolder, "Pulumi.yaml"), "name: empty\nruntime: nodejs\n");
        // Identities are counted on a state stack of its own, since deployed ones are protected from being left out.
        const fresh = engineEnvironment(sandboxFolders("bench/fresh"), sandbox.endpoint, state);

        const common = { engineRoot, workDir: folders.work, project: sandbox.project.name };
        const empty = { ...common, workDir: emptyFolder, project: "empty", stack: "empty" };
        const prod = { ...common, stack: "prod", env: environment("prod") };
        const newState = {
            ...common,
            stack: "state",
            env: { ...fresh, PATH: environment("state")["PATH"] },
        };
        const identityCounts = [1, 10, 25, 50];
        const roleCounts = [6, 15, 30, 60];
        const seconds = measure({
            empty: { ...empty, env: environment("state") },
            prod: { ...prod, catalogue: {} },
            ...Object.fromEntries(
                identityCounts.map((identities) => [
                    `${identities} identities`,
                    { ...newState, catalogue: { identities } },
                ]),
            ),
            ...Object.fromEntries(
                roleCounts.map((roles) => [`${roles} roles`, { ...prod, catalogue: { roles } }]),
            ),
        });
        const table = (title: string, base: string, names: readonly string[]): void => {
            print(`\n${title}`);
            for (const name of names) {
                const ratio = (seconds[name] ?? Number.NaN) / (seconds[base] ?? Number.NaN);
                print(
                    `  ${name.padEnd(14)} ${ratio.toFixed(2).padStart(6)}   (${(seconds[name] ?? Number.NaN).toFixed(2)} s)`,
                );
            }
        };
        table("preview of prod with the policy pack / empty program without one", "empty", [
            "empty",
            "prod",
        ]);
        table(
            "preview of state by identities, to 1",
            "1 identities",
            identityCounts.map((count) => `${count} identities`),
        );
        table(
            "preview of prod by roles, to 6",
            "6 roles",
            roleCounts.map((count) => `${count} roles`),
        );
    } finally {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    }
}

/** The Automation API takes an engine by the folder above its `bin`. */
async function engineRootIn(folder: string): Promise<string> {
    const { binary } = await ensureEngine(progress);
    const root = path.join(folder, "engine");
    await mkdir(path.join(root, "bin"), { recursive: true });
    await symlink(binary, path.join(root, "bin", path.basename(binary)));
    return root;
}

/** Median seconds of each case; the cases take turns, so that a busy machine slows all of them. */
function measure(cases: Record<string, unknown>): Record<string, number> {
    const times: Record<string, number[]> = {};
    for (let round = 1; round <= rounds; round++) {
        progress(`round ${round} of ${rounds}`);
        for (const [name, run] of Object.entries(cases)) (times[name] ??= []).push(preview(run));
    }
    return Object.fromEntries(
        Object.entries(times).map(([name, values]) => [
            name,
            values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN,
        ]),
    );
}

/** Seconds that a preview takes, from the start of its process to its end. */
function preview(run: unknown): number {
    const script = path.join(__dirname, "preview.cjs");
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, [script, JSON.stringify(run)], {
        encoding: "utf8",
    });
    if (status !== 0) throw new Error(`preview failed:\n${stderr}`);
    return Number(process.hrtime.bigint() - start) / 1e9;
}

void main();
