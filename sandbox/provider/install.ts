import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { installOnce } from "../cacheFolder";

const platform = join(__dirname, "..", "..", "platform");
/** Copied to the bundles: they may outlive the checkout that built them. */
const copied = ["codeCache.cjs", "keepFile.cjs"];
const ENTRIES = ["pulumi-resource-aws", "pulumi-resource-random"] as const;

/**
 * Puts the stand-in providers into a folder, for the engine to find on PATH: a launcher for each, which starts a bundle in the
 * cache folder, built once. When nothing changed since the last time, nothing is written.
 *
 * @param binDir the folder; made when missing
 */
export async function installProviders(binDir: string): Promise<void> {
    await mkdir(binDir, { recursive: true });
    const stamp = join(binDir, "pulumi-resource.sha256");
    const hash = await sourcesHash();
    const built = await installOnce(`providers-${hash.slice(0, 12)}`, buildProviders);
    if (existsSync(stamp) && (await readFile(stamp, "utf8")) === hash) {
        return;
    }
    for (const entry of ENTRIES) {
        const main = join(built, mainOf(entry));
        await replace(join(binDir, entry), shLauncher(main), 0o755);
        await replace(join(binDir, `${entry}.cmd`), cmdLauncher(main));
    }
    await writeFile(stamp, hash);
}

/** Written beside and renamed, so that an engine starting meanwhile finds the old file or the new one, never half of it. */
async function replace(file: string, text: string, mode?: number): Promise<void> {
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, text, { mode });
    await rename(draft, file);
}

/** Fills a folder with the bundles, and for each what starts it fast. */
async function buildProviders(folder: string): Promise<void> {
    // Loaded late: most starts find everything in place.
    const { build } = await import("esbuild");
    for (const name of copied) await copyFile(join(platform, name), join(folder, name));
    for (const entry of ENTRIES) {
        const { outputFiles } = await build({
            entryPoints: [join(__dirname, `${entry}.ts`)],
            bundle: true,
            minify: true,
            platform: "node",
            target: "node20",
            // Code that imports modules can't be kept.
            supported: { "dynamic-import": false },
            format: "cjs",
            write: false,
            logLevel: "silent",
        });
        await writeFile(join(folder, `${entry}.cjs`), outputFiles[0]?.text ?? "");
        await writeFile(join(folder, mainOf(entry)), mainText(entry));
    }
}

const mainOf = (entry: string): string => `${entry}.main.cjs`;

const mainText = (entry: string): string =>
    [
        `require("./codeCache.cjs").useCodeCache(__dirname, "${entry}");`,
        `require("./${entry}.cjs");`,
        "",
    ].join("\n");

function shLauncher(main: string): string {
    const quoted = [process.execPath, main].map((text) => `'${text.replaceAll("'", "'\\''")}'`);
    return `#!/bin/sh\nexec ${quoted.join(" ")} "$@"\n`;
}

function cmdLauncher(main: string): string {
    return `@"${process.execPath}" "${main}" %*\r\n`;
}

/** Everything the bundles and launchers are made of: our sources, the installed packages, and the Node that runs them. */
async function sourcesHash(): Promise<string> {
    const hash = createHash("sha256").update(process.execPath);
    const names = await readdir(__dirname, { recursive: true });
    const lockfile = join(dirname(dirname(__dirname)), "package-lock.json");
    const sources = names
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(__dirname, name));
    for (const path of [
        ...sources.sort(),
        ...copied.map((name) => join(platform, name)),
        lockfile,
    ]) {
        hash.update(basename(path)).update(await readFile(path));
    }
    return hash.digest("hex");
}
