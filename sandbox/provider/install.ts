import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const ENTRIES = ["pulumi-resource-aws", "pulumi-resource-random"] as const;

/**
 * Puts the stand-in providers into a folder, for the engine to find on PATH: a bundle and launchers for each, so that they
 * start fast and from anywhere. When nothing changed since the last time, nothing is written.
 *
 * @param binDir the folder; made when missing
 */
export async function installProviders(binDir: string): Promise<void> {
    await mkdir(binDir, { recursive: true });
    const stamp = join(binDir, "pulumi-resource.sha256");
    const hash = await sourcesHash();
    if (existsSync(stamp) && (await readFile(stamp, "utf8")) === hash) {
        return;
    }
    // Loaded late: most starts find everything in place.
    const { build } = await import("esbuild");
    for (const entry of ENTRIES) {
        const { outputFiles } = await build({
            entryPoints: [join(__dirname, `${entry}.ts`)],
            bundle: true,
            minify: true,
            platform: "node",
            target: "node20",
            format: "cjs",
            write: false,
            logLevel: "silent",
        });
        await replaceFile(join(binDir, `${entry}.cjs`), outputFiles[0]?.text ?? "");
        await replaceFile(join(binDir, entry), shLauncher(entry), 0o755);
        await replaceFile(join(binDir, `${entry}.cmd`), cmdLauncher(entry));
    }
    await replaceFile(stamp, hash);
}

/** Written beside and renamed, so that an engine starting meanwhile finds the old file or the new one, never half of it. */
async function replaceFile(path: string, content: string, mode = 0o644): Promise<void> {
    const draft = `${path}.${process.pid}.tmp`;
    await writeFile(draft, content, { mode });
    await rename(draft, path);
}

function shLauncher(entry: string): string {
    const node = process.execPath.replaceAll("'", "'\\''");
    return `#!/bin/sh\nexec '${node}' "$(dirname "$0")/${entry}.cjs" "$@"\n`;
}

function cmdLauncher(entry: string): string {
    return `@"${process.execPath}" "%~dp0${entry}.cjs" %*\r\n`;
}

/** Everything the bundles and launchers are made of: our sources, the installed packages, and the Node that runs them. */
async function sourcesHash(): Promise<string> {
    const hash = createHash("sha256").update(process.execPath);
    const names = await readdir(__dirname, { recursive: true });
    const lockfile = join(dirname(dirname(__dirname)), "package-lock.json");
    const sources = names
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(__dirname, name));
    for (const path of [...sources.sort(), lockfile]) {
        hash.update(path).update(await readFile(path));
    }
    return hash.digest("hex");
}
