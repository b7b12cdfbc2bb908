import * as fs from "node:fs/promises";
import * as path from "node:path";

import { installOnce } from "./cacheFolder";
import { goBuild } from "./goBuild";

/** Of sdk v3: the last one whose Node.js language host is a Go module. */
const version = "3.66.0";
const name = "pulumi-language-nodejs";

/**
 * The Node.js language host for the plain CLI on an engine that was built here. It runs programs, but no policy
 * packs, and an engine that finds it does not look further: keep its folder off the PATH of runs that enforce the pack.
 *
 * @param progress receives a line every two seconds while it is built, once (about 20 s)
 * @returns the folder that holds `pulumi-language-nodejs`, which loads no TypeScript
 * @throws Error when there is no Go, or with the last lines of a failed build
 */
export async function ensureLanguageHost(
    progress: (line: string) => void,
    signal?: AbortSignal,
): Promise<string> {
    const installed = await installOnce(`language-host-${version}`, async (temporary) => {
        const bin = path.join(temporary, "bin");
        await fs.mkdir(bin);
        const suffix = process.platform === "win32" ? ".exe" : "";
        await goBuild(
            {
                moduleFolder: path.join(__dirname, "languageHost"),
                importPath: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
                ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
                title: `Pulumi's Node.js language host ${version}`,
            },
            path.join(bin, `${name}${suffix}`),
            temporary,
            progress,
            signal,
        );
    });
    return launcherOf(path.join(installed, "bin"));
}

/** Starts it without its TypeScript compiler, as Pulumi.yaml asks: a later engine says so in a way that this version doesn't know. */
async function launcherOf(bin: string): Promise<string> {
    const host = path.join(bin, name);
    const launch =
        process.platform === "win32"
            ? { file: `${name}.cmd`, text: `@"${host}.exe" -typescript=false %*\r\n` }
            : { file: name, text: `#!/bin/sh\nexec ${shQuote(host)} -typescript=false "$@"\n` };
    return installOnce(`language-host-${version}-launcher`, (folder) =>
        fs.writeFile(path.join(folder, launch.file), launch.text, { mode: 0o755 }),
    );
}

const shQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
