import * as fs from "node:fs/promises";
import * as path from "node:path";

import { installOnce } from "./cacheFolder";
import { goBuild } from "./goBuild";

/** Of sdk v3: the last one whose Node.js language host is a Go module. */
const version = "3.66.0";

/**
 * The Node.js language host for the plain CLI on an engine that was built here. It runs programs, but no policy
 * packs, and an engine that finds it does not look further: keep its folder off the PATH of runs that enforce the pack.
 *
 * @param progress receives a line every two seconds while it is built, once (about 20 s)
 * @returns the folder that holds `pulumi-language-nodejs`
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
            path.join(bin, `pulumi-language-nodejs${suffix}`),
            temporary,
            progress,
            signal,
        );
    });
    return path.join(installed, "bin");
}
