import { mkdir, open, readFile, rm } from "node:fs/promises";
import * as path from "node:path";

import { isAlive } from "./childProcess";

/**
 * Runs something while nobody else uses the sandbox.
 *
 * @param file the lock: holds the process id of its owner; one whose owner is gone is taken over
 * @throws Error naming the process that has it
 */
export async function withLock<T>(file: string, action: () => Promise<T>): Promise<T> {
    await mkdir(path.dirname(file), { recursive: true });
    await take(file);
    try {
        return await action();
    } finally {
        await rm(file, { force: true });
    }
}

async function take(file: string): Promise<void> {
    try {
        // `wx` fails if the file is there, so that of two processes one gets it.
        const handle = await open(file, "wx");
        await handle.writeFile(String(process.pid));
        await handle.close();
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const owner = Number((await readFile(file, "utf8").catch(() => "")) || Number.NaN);
        if (isAlive(owner)) {
            throw new Error(
                `The sandbox is in use by process ${owner}; wait for it, or stop it and try again.`,
                { cause: error },
            );
        }
        await rm(file, { force: true });
        await take(file);
    }
}
