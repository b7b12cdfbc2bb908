import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { readJsonFile } from "./readJsonFile";
import { orRefused } from "./refused";
import type { Refused } from "./refused";

/** What was read so far, by name, as JSON. */
export interface ReadingStore {
    /** `undefined`: not read yet. */
    get(name: string): Promise<unknown>;
    put(name: string, value: unknown): Promise<void>;
    remove(name: string): Promise<void>;
}

/** Keeps nothing: a reading that is interrupted starts again. */
export const noStore: ReadingStore = {
    get: () => Promise.resolve(undefined),
    put: () => Promise.resolve(),
    remove: () => Promise.resolve(),
};

/** Keeps each thing in a file `<name>.json` of a folder, whole or not at all. */
export function folderStore(folder: string): ReadingStore {
    const fileOf = (name: string): string => path.join(folder, `${name}.json`);
    return {
        get: async (name) => {
            const found = await stat(fileOf(name)).catch(() => undefined);
            if (found === undefined) return undefined;
            return readJsonFile(fileOf(name)).catch((error: unknown) => {
                const { message } = error as Error;
                throw new Error(`${fileOf(name)} ${message}; delete it to read that again`);
            });
        },
        put: async (name, value) => {
            await mkdir(folder, { recursive: true, mode: 0o700 });
            const draft = `${fileOf(name)}.${randomUUID()}`;
            try {
                await writeFile(draft, `${JSON.stringify(value, null, 1)}\n`, { mode: 0o600 });
                await rename(draft, fileOf(name));
            } finally {
                await rm(draft, { force: true });
            }
        },
        remove: (name) => rm(fileOf(name), { force: true }),
    };
}

/** What is kept under a name; else reads and keeps it, unless `isWhole` says that something is missing. */
export async function kept<Value>(
    store: ReadingStore,
    name: string,
    read: () => Promise<Value>,
    isWhole: (value: Value) => boolean = () => true,
): Promise<Value> {
    const found = await store.get(name);
    if (found !== undefined) return found as Value;
    const value = await read();
    if (isWhole(value)) await store.put(name, value);
    return value;
}

/** As `kept`; what is refused is not kept. */
export const keptOrRefused = <Value>(
    store: ReadingStore,
    name: string,
    read: () => Promise<Value>,
): Promise<Value | Refused> => orRefused(() => kept(store, name, read));
