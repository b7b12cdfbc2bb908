import { execFile } from "node:child_process";
import {
    cpSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import type { Scaffold } from "./change";

/** What settings and catalogues are made of. */
const folders = ["identities", "roles", "platform", "teams"];
const projectFile = /^Pulumi(?:\..+)?\.yaml$|^(?:package|tsconfig)\.json$/;

/**
 * Loads settings and catalogues with the changes, in a copy, so that the checkout stays as it is until they are known to be sound.
 *
 * @throws Error with every fault, or if what is new isn't there
 */
export async function verify(root: string, { kind, name, changes }: Scaffold): Promise<void> {
    const copy = mkdtempSync(path.join(tmpdir(), "iam-profiles-new-"));
    try {
        for (const entry of readdirSync(root)) {
            if (folders.includes(entry) || projectFile.test(entry)) {
                cpSync(path.join(root, entry), path.join(copy, entry), { recursive: true });
            }
        }
        symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
        for (const { file, text } of changes) {
            mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
            writeFileSync(path.join(copy, file), text);
        }
        const script = path.join(__dirname, "verify.cjs");
        const cache = path.join(root, "node_modules", ".cache", "iam-profiles");
        const { stdout } = await promisify(execFile)(process.execPath, [script, copy, cache]).catch(
            (error: unknown) => {
                const { stderr } = error as { readonly stderr?: string };
                throw new Error(
                    stderr === undefined || stderr === "" ? String(error) : stderr.trim(),
                );
            },
        );
        const names = JSON.parse(stdout) as Readonly<Record<string, readonly string[]>>;
        if (names[kind]?.includes(name) !== true) {
            throw new Error(`${kind} ${name} would not be there; add it by hand`);
        }
    } finally {
        rmSync(copy, { recursive: true, force: true });
    }
}
