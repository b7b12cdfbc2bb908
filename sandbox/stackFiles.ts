import { readFile, readdir } from "node:fs/promises";
import * as path from "node:path";

/** Facts from a stack's state file, read without an engine. */
export interface StackFile {
    readonly stack: string;
    /** Resources in its state, components included. */
    readonly resources: number;
    /** When it was last changed, as ISO 8601; absent before the first deployment. */
    readonly deployedAt?: string;
    /** AWS calls that the engine started and whose result it did not record. */
    readonly pending: number;
}

interface Checkpoint {
    readonly latest?: {
        readonly manifest: { readonly time: string };
        readonly resources?: readonly unknown[];
        readonly pending_operations?: readonly unknown[];
    };
}

/** The stacks of a file backend. @param backend its folder, which may be missing */
export async function readStackFiles(backend: string): Promise<StackFile[]> {
    const folder = path.join(backend, ".pulumi", "stacks");
    const files = (await filesBelow(folder)).filter((file) => file.endsWith(".json"));
    return Promise.all(files.sort().map((file) => readStackFile(path.join(folder, file))));
}

/**
 * Whether a run on the backend was killed: it left its lock, or AWS calls without a recorded result.
 */
export async function wasKilled(backend: string): Promise<boolean> {
    const locks = await filesBelow(path.join(backend, ".pulumi", "locks"));
    if (locks.some((file) => file.endsWith(".json"))) return true;
    return (await readStackFiles(backend)).some(({ pending }) => pending > 0);
}

async function readStackFile(file: string): Promise<StackFile> {
    const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as { checkpoint: Checkpoint };
    const { latest } = checkpoint;
    return {
        stack: path.basename(file, ".json"),
        resources: latest?.resources?.length ?? 0,
        pending: latest?.pending_operations?.length ?? 0,
        ...(latest === undefined ? {} : { deployedAt: latest.manifest.time }),
    };
}

const filesBelow = (folder: string): Promise<string[]> =>
    readdir(folder, { recursive: true }).catch((error: unknown) => {
        // Before the first deployment there is no folder; any other failure proves nothing.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
    });
