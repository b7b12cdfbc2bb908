import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { installOnce } from "../cacheFolder";

const ENTRIES = ["pulumi-resource-aws", "pulumi-resource-random"] as const;

/**
 * Puts the stand-in providers into a folder, for the engine to find on PATH: a bundle and launchers for each, so that they
 * start fast and from anywhere. They are built once, into the cache folder, and copied from there. When nothing changed since
 * the last time, nothing is written.
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
    const built = await installOnce(`providers-${hash.slice(0, 12)}`, buildProviders);
    for (const name of await readdir(built)) {
        // Copied beside and renamed, so that an engine starting meanwhile finds the old file or the new one, never half of it.
        const draft = join(binDir, `${name}.${process.pid}.tmp`);
        await copyFile(join(built, name), draft);
        await rename(draft, join(binDir, name));
    }
    await writeFile(stamp, hash);
}

/** Fills a folder with the bundles and launchers. */
async function buildProviders(folder: string): Promise<void> {
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
        await writeFile(join(folder, `${entry}.cjs`), outputFiles[0]?.text ?? "");
        await writeFile(join(folder, entry), shLauncher(entry), { mode: 0o755 });
        await writeFile(join(folder, `${entry}.cmd`), cmdLauncher(entry));
    }
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
        hash.update(basename(path)).update(await readFile(path));
    }
    return hash.digest("hex");
}
