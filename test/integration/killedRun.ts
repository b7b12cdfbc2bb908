import { spawn } from "node:child_process";
import * as path from "node:path";

import { expect } from "chai";

import { run } from "../../platform/childProcess";
import { sandboxFolders } from "../../sandbox/folders";
import { readStackFiles } from "../../sandbox/stackFiles";
import type { SandboxFolders } from "../../sandbox/folders";

/**
 * Runs a script on a sandbox of its own and kills it and its engine, as a closed terminal or a full machine would, when some
 * resources of the state stack are there. Returns when nothing of the run is left.
 *
 * @param script in this folder; its argument is the sandbox's name
 */
export async function killedRun(script: string, name: string): Promise<void> {
    const folders = sandboxFolders(name);
    const child = spawn(
        process.execPath,
        ["-r", require.resolve("../support/register.cjs"), path.join(__dirname, script), name],
        { detached: true, stdio: "ignore" },
    );
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // The whole process group: the engine and its providers with it.
    const signal = (name: NodeJS.Signals): void => {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name);
    };
    try {
        for (let isThere = false; !isThere;) {
            expect(child.exitCode, "the run ended before it was killed").to.equal(null);
            await new Promise((resolve) => setTimeout(resolve, 20));
            if (!(await someButNotAll(folders))) continue;
            // Not in the midst of writing the state, which a backend of files can't take back.
            signal("SIGSTOP");
            await allStopped(child.pid ?? 0);
            isThere = await someButNotAll(folders);
            if (!isThere) signal("SIGCONT");
        }
    } finally {
        signal("SIGKILL");
        await ended;
    }
    await expectNoOrphans(folders, child.pid ?? 0);
}

/** A signal takes a moment to arrive, in which a process may write on. */
async function allStopped(group: number): Promise<void> {
    const running = new RegExp(`^\\s*${group}\\s+[^TZ]`, "m");
    while (running.test(await run("ps", ["-eo", "pgid,stat"]))) {
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

/**
 * Providers and policy packs end with their engine, in a second or two.
 *
 * @param session that all processes of the run belong to, whichever process group they form
 */
async function expectNoOrphans({ providers }: SandboxFolders, session: number): Promise<void> {
    const ofSession = new RegExp(`^\\s*${session}\\s.*pulumi-analyzer-`);
    let orphans = "";
    for (let second = 0; second < 60; second++) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        orphans = (await run("ps", ["-eo", "sess,args"]))
            .split("\n")
            .filter((line) => line.includes(providers) || ofSession.test(line))
            .join("\n");
        if (orphans === "") return;
    }
    expect(orphans).to.equal("");
}

async function someButNotAll({ backend }: SandboxFolders): Promise<boolean> {
    // A checkpoint that is just being written can't be read.
    const [state] = await readStackFiles(backend).catch(() => []);
    return state !== undefined && state.pending > 0 && state.resources > 10;
}
