import { randomUUID } from "node:crypto";
import {
    chmod,
    lstat,
    mkdir,
    readFile,
    realpath,
    rename,
    rm,
    stat,
    writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";

/** A shared AWS config file as it was read. */
export interface AwsConfigFile {
    /** The file itself, where the name is a symbolic link's. */
    readonly target: string;
    /** Empty if there is none. */
    readonly text: string;
    /** Permission bits; none: there is no file yet. */
    readonly mode?: number;
}

const largest = 1024 * 1024;
const ownerMayWrite = 0o200;

/** Where the AWS CLI and SDKs look. */
export const awsConfigPath = (env: NodeJS.ProcessEnv = process.env): string =>
    env["AWS_CONFIG_FILE"] || path.join(homedir(), ".aws", "config");

/** @throws Error unless it is a plain file of UTF-8 text, or isn't there */
export async function readAwsConfig(file: string): Promise<AwsConfigFile> {
    const named = await lstat(file).catch(ignoreMissing);
    if (named === undefined) return { target: path.resolve(file), text: "" };
    const target = await realpath(file).catch(() => {
        throw new Error(
            `${file} is a link to a file that isn't there; make it, or remove the link`,
        );
    });
    const { mode, size, isFile } = await stat(target).then((found) => ({
        mode: found.mode & 0o7777,
        size: found.size,
        isFile: found.isFile(),
    }));
    if (!isFile) throw new Error(`${file} is no file; give another one with --file`);
    if (size > largest) throw new Error(`${file} has ${size} bytes; at most ${largest} are read`);
    try {
        const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
        return { target, mode, text: decoder.decode(await readFile(target)) };
    } catch {
        throw new Error(`${file} can't be read as UTF-8 text; mend it first`);
    }
}

/**
 * Replaces the file's text at once: a reader sees the old text or the new one. Its permissions stay; a new file
 * is the owner's alone.
 *
 * @throws Error if the file is read-only, or was changed since it was read
 */
export async function writeAwsConfig(before: AwsConfigFile, text: string): Promise<void> {
    const { target, mode } = before;
    if (mode !== undefined && (mode & ownerMayWrite) === 0) {
        throw new Error(`${target} is read-only; make it writable first`);
    }
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const draft = `${target}.${randomUUID()}`;
    try {
        await writeFile(draft, text, { flag: "wx", mode: 0o600 });
        if (mode !== undefined) await chmod(draft, mode);
        const now = await readFile(target, "utf8").catch(ignoreMissing);
        if ((now ?? "") !== before.text) {
            throw new Error(`${target} was changed meanwhile; run it again`);
        }
        await rename(draft, target);
    } finally {
        await rm(draft, { force: true });
    }
}

function ignoreMissing(error: unknown): undefined {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
}
