import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { isAlive } from "../platform/childProcess";

/**
 * Runs something with exclusive use of the sandbox.
 *
 * @param file the lock, which contains its owner's process id; it is taken over if that process no longer exists
 * @throws Error naming the process that holds it
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
        // Creating a link is atomic and fails if the lock exists, so that only one of two processes gets it.
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
