import { access, constants } from "node:fs/promises";
import * as path from "node:path";

import { PulumiCommand } from "@pulumi/pulumi/automation";

import { run } from "../platform/childProcess";
import { builtEngine, downloadedEngine, type EngineInstall } from "./engineInstall";

/** A Pulumi engine that this machine can run. */
export interface Engine {
    /** For the Automation API's workspaces. */
    readonly command: PulumiCommand;
    /** Absolute path of the `pulumi` executable. */
    readonly binary: string;
    /** E.g. `3.250.0`. */
    readonly version: string;
    readonly origin: EngineOrigin;
}

/** Found on PATH, Pulumi's own release in the cache, or built from source in the cache. */
export type EngineOrigin = "path" | "download" | "built";

/** One place an engine may come from. */
export interface EngineSource {
    readonly origin: EngineOrigin;
    /** @returns the executable's absolute path, or undefined when this source has none */
    readonly find: () => Promise<string | undefined>;
}

/** What this process has found: to ask an engine for its version takes a quarter of a second. */
let used: Engine | undefined;

/** The oldest engine that the sandbox was tested with. */
const minimum = "3.240.0";

/**
 * The engine: `pulumi` on PATH, else from the cache, else Pulumi's own download, else built from source.
 *
 * @param progress receives a line every two seconds while something is downloaded or built (once, about 4 min)
 * @throws Error with the next step if no engine is available
 */
export async function ensureEngine(
    progress: (line: string) => void,
    signal?: AbortSignal,
): Promise<Engine> {
    if (used !== undefined && (await isExecutable(used.binary))) return used;
    let installed: PulumiCommand | undefined;
    const found = await firstUsable(
        [
            { origin: "path", find: () => findOnPath("pulumi") },
            ...sourcesOf([downloadedEngine, builtEngine], progress, signal),
        ],
        async (binary, origin) => {
            if (origin === "path") return reportedVersion(binary);
            // The Automation API asks it all the same; one of our own installs answers.
            installed = await commandOf(binary);
            return String(installed.version);
        },
        progress,
    );
    used = { ...found, command: installed ?? (await commandOf(found.binary)) };
    return used;
}

/** Cached engines are preferred to downloads and builds. */
function sourcesOf(
    installs: readonly EngineInstall[],
    progress: (line: string) => void,
    signal?: AbortSignal,
): EngineSource[] {
    return [
        ...installs.map(({ origin, cached }) => ({ origin, find: cached })),
        ...installs.map(({ origin, install }) => ({
            origin,
            find: () => install(progress, signal),
        })),
    ];
}

/**
 * The first source whose executable runs and is new enough.
 *
 * @param versionOf asks an executable for its version; rejects when it doesn't run
 * @throws what a source throws, or Error when all are exhausted
 */
export async function firstUsable(
    sources: readonly EngineSource[],
    versionOf: (binary: string, origin: EngineOrigin) => Promise<string>,
    progress: (line: string) => void,
): Promise<Omit<Engine, "command">> {
    for (const { origin, find } of sources) {
        const binary = await find();
        if (binary === undefined) {
            continue;
        }
        try {
            const version = parseVersion(await versionOf(binary, origin));
            if (isSupported(version)) {
                return { binary, version, origin };
            }
            progress(`${binary} is Pulumi ${version}, must be ${minimum} or a newer 3.x; skipped`);
        } catch (error) {
            const [reason = ""] = (error as Error).message.split("\n");
            progress(`${binary} does not run, skipped: ${reason}`);
        }
    }
    throw new Error(
        `no usable Pulumi engine found; install the Pulumi CLI ${minimum} or newer: https://www.pulumi.com/docs/install`,
    );
}

/**
 * Parses the output of `pulumi version`.
 *
 * @throws Error if it is not a version
 */
export function parseVersion(printed: string): string {
    const version = /^v?(\d+\.\d+\.\d+)([-+]\S*)?$/.exec(printed.trim())?.[1];
    if (version === undefined) {
        throw new Error(`unrecognised version string "${printed.trim().slice(0, 80)}"`);
    }
    return version;
}

function isSupported(version: string): boolean {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const [minimumMajor = 0, minimumMinor = 0] = minimum.split(".").map(Number);
    // The Automation API refuses another major version.
    return major === minimumMajor && minor >= minimumMinor;
}

function reportedVersion(binary: string): Promise<string> {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    return run(binary, ["version"], { env, timeoutMs: 20_000 });
}

/** The first executable of that name on PATH, as an absolute path. */
export async function findOnPath(
    name: string,
    searchPath: string = process.env["PATH"] ?? "",
): Promise<string | undefined> {
    const file = process.platform === "win32" ? `${name}.exe` : name;
    for (const folder of searchPath.split(path.delimiter)) {
        const candidate = path.join(folder, file);
        const runs = path.isAbsolute(folder) && (await isExecutable(candidate));
        if (runs) {
            return candidate;
        }
    }
    return undefined;
}

function isExecutable(file: string): Promise<boolean> {
    return access(file, constants.X_OK).then(
        () => true,
        () => false,
    );
}

/** The Automation API takes an absolute path only as `<root>/bin/pulumi`; any other it looks up on PATH itself. */
function commandOf(binary: string): Promise<PulumiCommand> {
    const folder = path.dirname(binary);
    return path.basename(folder) === "bin"
        ? PulumiCommand.get({ root: path.dirname(folder) })
        : PulumiCommand.get();
}
