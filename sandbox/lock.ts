import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { isAlive } from "../platform/childProcess";

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
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, String(process.pid));
    try {
        // A link appears at once and whole, and fails if the lock is there: of two processes one gets it.
        await link(draft, file);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const owner = Number(await readFile(file, "utf8").catch(() => ""));
        if (isAlive(owner)) {
            throw new Error(
                `The sandbox is in use by process ${owner}; wait for it, or stop it and try again.`,
                { cause: error },
            );
        }
        await rm(file, { force: true });
        await take(file);
    } finally {
        await rm(draft, { force: true });
    }
}
