import * as fs from "node:fs/promises";
import * as path from "node:path";

import { version as sdkVersion } from "@pulumi/pulumi/version";

import { cacheFolder, exists, installOnce } from "./cacheFolder";
import { run } from "../platform/childProcess";
import { goBuild, type GoProgram } from "./goBuild";
import { startTicker } from "./ticker";

/** A way to install an engine into the cache folder. */
export interface EngineInstall {
    readonly origin: "download" | "built";
    /** @returns the cached executable, or undefined */
    readonly cached: () => Promise<string | undefined>;
    /** @returns the installed executable, or undefined if it is not available this way */
    readonly install: (
        progress: (line: string) => void,
        signal?: AbortSignal,
    ) => Promise<string | undefined>;
}

/** Later versions of the engine's module are not served by the Go module proxy. */
const builtVersion = "3.250.0";
const builtFolder = `pulumi-${builtVersion}-built`;
/** Of the SDK's version: that is the release which the Automation API installs. */
const downloadFolder = `pulumi-${sdkVersion}-download`;
const downloadScript = "https://get.pulumi.com/install.sh";
const installScript = `
    require("@pulumi/pulumi/automation")
        .PulumiCommand.install({ root: process.argv[1] })
        .catch((error) => {
            console.error(error.message);
            process.exitCode = 1;
        });`;
const probeMs = 10_000;
const downloadMs = 10 * 60_000;

const engineProgram: GoProgram = {
    moduleFolder: path.join(__dirname, "engine"),
    importPath: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    // Without a version the Automation API refuses the engine.
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${builtVersion}`,
    title: `Pulumi engine ${builtVersion}`,
};

/** Pulumi's own release of the version that fits the SDK, as the Automation API installs it. */
export const downloadedEngine: EngineInstall = {
    origin: "download",
    cached: () => cachedBinary(downloadFolder),
    install: async (progress, signal) => {
        if (!(await isReachable(downloadScript, signal))) {
            signal?.throwIfAborted();
            progress(
                `${new URL(downloadScript).host} is not reachable; Pulumi cannot be downloaded`,
            );
            return undefined;
        }
        const stopTicker = startTicker(progress, () => `downloading Pulumi ${sdkVersion}`);
        try {
            return binaryIn(
                await installOnce(downloadFolder, async (temporary) => {
                    // In a process of its own: the Automation API gives no way to stop its install.
                    await run(process.execPath, ["-e", installScript, temporary], {
                        cwd: __dirname,
                        env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
                        signal,
                        timeoutMs: downloadMs,
                    });
                }),
            );
        } catch (error) {
            signal?.throwIfAborted();
            const reason = (error as Error).message.split("\n").at(-1)?.trim() ?? "";
            progress(`Pulumi could not be downloaded: ${reason}`);
            return undefined;
        } finally {
            stopTicker();
        }
    },
};

/** The engine built from the sources that `sandbox/engine/` pins. */
export const builtEngine: EngineInstall = {
    origin: "built",
    cached: () => cachedBinary(builtFolder),
    install: async (progress, signal) => {
        try {
            return binaryIn(
                await installOnce(builtFolder, async (temporary) => {
                    await fs.mkdir(path.join(temporary, "bin"));
                    const output = binaryIn(temporary);
                    await goBuild(engineProgram, output, temporary, progress, signal);
                }),
            );
        } catch (error) {
            signal?.throwIfAborted();
            throw new Error(
                `${(error as Error).message}\nWith the Pulumi CLI on PATH (https://www.pulumi.com/docs/install) nothing needs to be built.`,
                { cause: error },
            );
        }
    },
};

async function cachedBinary(folderName: string): Promise<string | undefined> {
    const binary = binaryIn(path.join(cacheFolder(), folderName));
    return (await exists(binary)) ? binary : undefined;
}

function binaryIn(folder: string): string {
    return path.join(folder, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
}

async function isReachable(url: string, signal?: AbortSignal): Promise<boolean> {
    const limit = AbortSignal.timeout(probeMs);
    const both = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    return fetch(url, { method: "HEAD", signal: both }).then(
        (response) => response.ok,
        () => false,
    );
}
