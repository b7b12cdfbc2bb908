import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";

import { run } from "../../platform/childProcess";
import { sandboxFolders } from "../../sandbox/folders";
import { stopLocalAws } from "../../sandbox/localAws";
import { differences } from "../../sandbox/matrix";
import { readStackFiles, wasKilled } from "../../sandbox/stackFiles";
import { openSandbox, up } from "../../sandbox/up";

/** A run that is killed in the midst of creating, and the next one. */
describe("a killed sandbox", () => {
    const name = `killed-${process.pid}`;
    const folders = sandboxFolders(name);
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("is whole again after the next run", async () => {
        const session = await upUntilItCreates();
        expect(await wasKilled(folders.backend)).to.equal(true);
        await expectNoOrphans(session);

        const lines: string[] = [];
        const progress = (line: string): void => void lines.push(line);
        const { matrix } = await up(await openSandbox(folders, progress), progress);
        expect(lines).to.include(
            "an earlier run was killed; starting again with an empty local AWS",
        );
        expect(matrix).to.have.length(36);
        expect(differences(matrix)).to.deep.equal([]);
        expect(await wasKilled(folders.backend)).to.equal(false);
    });

    /**
     * Kills the run and its engine, as a closed terminal or a full machine would, when some resources are there.
     *
     * @returns the session that all processes of the run belong to, whichever process group they form
     */
    async function upUntilItCreates(): Promise<number> {
        const child = spawn(
            process.execPath,
            ["-r", "ts-node/register", path.join(__dirname, "upOnce.ts"), name],
            { detached: true, stdio: ["ignore", "ignore", "inherit"] },
        );
        const ended = new Promise((resolve) => child.once("exit", resolve));
        try {
            while (!(await someButNotAll())) {
                expect(child.exitCode, "the run ended before it was killed").to.equal(null);
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        } finally {
            // The whole process group: the engine and its providers with it.
            if (child.pid !== undefined && child.exitCode === null)
                process.kill(-child.pid, "SIGKILL");
            await ended;
        }
        return child.pid ?? 0;
    }

    /** Providers and policy packs end with their engine, in a second or two. */
    async function expectNoOrphans(session: number): Promise<void> {
        const ofSession = new RegExp(`^\\s*${session}\\s.*pulumi-analyzer-`);
        let orphans = "";
        for (let second = 0; second < 60; second++) {
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            orphans = (await run("ps", ["-eo", "sess,args"]))
                .split("\n")
                .filter((line) => line.includes(folders.providers) || ofSession.test(line))
                .join("\n");
            if (orphans === "") return;
        }
        expect(orphans).to.equal("");
    }

    async function someButNotAll(): Promise<boolean> {
        // A checkpoint that is just being written can't be read.
        const [state] = await readStackFiles(folders.backend).catch(() => []);
        return state !== undefined && state.pending > 0 && state.resources > 10;
    }
});
