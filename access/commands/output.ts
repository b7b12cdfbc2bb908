import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { realpath, rename, rm, stat } from "node:fs/promises";
import * as path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Prints pieces of text, as fast as stdout accepts them. The reader may close stdout early, as `head` does; that is not an
 * error, so the exit code is still the verdict's.
 */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
    try {
        await pipeline(Readable.from(pieces), process.stdout, { end: false });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    }
}

/**
 * The file that an option names, with links resolved. Checked first, so that a wrong name is reported before the work is done.
 *
 * @throws Error if it exists and is not a regular file, or if its folder does not exist
 */
export async function outFile(name: string, option = "--out"): Promise<string> {
    const file = await realpath(name).catch(ignoreMissing);
    if (file !== undefined) {
        if ((await stat(file)).isFile()) return file;
        throw new Error(
            `${option} ${name} is not a regular file; use another path${option === "--out" ? ", or omit --out to print to stdout" : ""}`,
        );
    }
    const folder = await stat(path.dirname(path.resolve(name))).catch(ignoreMissing);
    if (folder?.isDirectory() === true) return path.resolve(name);
    throw new Error(`${option} ${name}: its folder does not exist; create it first`);
}

/** Replaces a file atomically: a reader sees the old or the new text, never a part of it. */
export async function writePieces(file: string, pieces: Iterable<string>): Promise<void> {
    const draft = `${file}.${randomUUID()}`;
    try {
        await pipeline(Readable.from(pieces), createWriteStream(draft, { flags: "wx" }));
        await rename(draft, file);
    } finally {
        await rm(draft, { force: true });
    }
}

function ignoreMissing(error: unknown): undefined {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR"].includes(code)) return undefined;
    throw error;
}
