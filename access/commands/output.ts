import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { realpath, rename, rm, stat } from "node:fs/promises";
import * as path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Prints pieces of text, as fast as stdout takes them. Whoever reads them may stop early, as `head` does; the exit code
 * is the verdict's all the same.
 */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
    try {
        await pipeline(Readable.from(pieces), process.stdout, { end: false });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    }
}

/**
 * The file that an `--out` names, links followed. Asked before the work, so that a wrong name doesn't cost it.
 *
 * @throws Error if it is there and no plain file, or its folder isn't
 */
export async function outFile(name: string): Promise<string> {
    const file = await realpath(name).catch(ignoreMissing);
    if (file !== undefined) {
        if ((await stat(file)).isFile()) return file;
        throw new Error(`--out ${name} is no plain file; name one, or leave --out out for stdout`);
    }
    const folder = await stat(path.dirname(path.resolve(name))).catch(ignoreMissing);
    if (folder?.isDirectory() === true) return path.resolve(name);
    throw new Error(`--out ${name}: its folder isn't there; make it first`);
}

/** Replaces a file at once: whoever reads it sees the old text, the new one, or no file, never half of one. */
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
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
}
