import { readdir, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/**
 * What the Pulumi CLI says of an object whose attributes are empty.
 *
 * A backend of files keeps an object's attributes beside it, as `<object>.attrs` (gocloud.dev's fileblob). They are written in
 * place before the object is replaced: a run that is killed in between leaves an empty file, and the object, which is whole,
 * can't be read any more.
 */
const isUnreadable = (error: unknown): boolean => /\berror: .*\bEOF\b/.test(String(error));

export interface AttributesOptions {
    /** Address of the backend, e.g. `file:///home/jane`. */
    readonly backend: () => Promise<string>;
    /** How long attributes must stay empty: a run that lives fills them at once. @default 1000 */
    readonly patienceMs?: number;
}

/**
 * Does something and, if it fails since a killed run left attributes empty, takes these away and does it again. Objects are
 * read without attributes too.
 *
 * @throws what `act` throws
 */
export async function despiteEmptyAttributes<Result>(
    act: () => Promise<Result>,
    { backend, patienceMs = 1_000 }: AttributesOptions,
): Promise<Result> {
    try {
        return await act();
    } catch (error) {
        if (!isUnreadable(error)) throw error;
        const folder = folderOf(await backend());
        if (folder === undefined) throw error;
        const before = await emptyAttributes(folder);
        await sleep(patienceMs);
        const still = (await emptyAttributes(folder)).filter((file) => before.includes(file));
        if (still.length === 0) throw error;
        for (const file of still) await rm(file);
        return act();
    }
}

/** @returns `undefined` for a backend that isn't one of files */
function folderOf(backend: string): string | undefined {
    if (!backend.startsWith("file://")) return undefined;
    const folder = backend.startsWith("file://~")
        ? path.join(homedir(), backend.slice("file://~".length))
        : fileURLToPath(backend);
    return path.join(folder, ".pulumi");
}

async function emptyAttributes(folder: string): Promise<readonly string[]> {
    const names = await readdir(folder, { recursive: true });
    const files = names.filter((name) => name.endsWith(".attrs"));
    const sizes = await Promise.all(
        files.map(async (name) => {
            const file = path.join(folder, name);
            // It may be gone meanwhile.
            const size = await stat(file).then(
                (found) => found.size,
                () => undefined,
            );
            return { file, size };
        }),
    );
    return sizes.flatMap(({ file, size }) => (size === 0 ? [file] : []));
}
