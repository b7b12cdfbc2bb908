import { createRequire } from "node:module";

import type { Engine } from "./engine";
import { installProviders } from "./provider/install";
import { run } from "../platform/childProcess";

const packages = { aws: "@pulumi/aws", random: "@pulumi/random" };

/** Which providers the engine uses. */
export type ProviderKind = "real" | "stand-in";

/**
 * Makes the AWS and random providers available to the engine: the real ones where they can be downloaded, else the
 * sandbox's stand-ins. If the engine had to be built from source, its download site is not reachable, and neither are
 * the providers.
 *
 * @param folder gets the stand-ins; the engine prefers what is on its PATH
 * @param env environment of the engine: its PULUMI_HOME gets the real ones
 */
export async function ensureProviders(
    engine: Engine,
    folder: string,
    env: Record<string, string>,
    progress: (line: string) => void,
): Promise<ProviderKind> {
    if (engine.origin !== "built" && (await installReal(engine, env, progress))) return "real";
    await installProviders(folder);
    return "stand-in";
}

async function installReal(
    engine: Engine,
    env: Record<string, string>,
    progress: (line: string) => void,
): Promise<boolean> {
    const require = createRequire(__filename);
    try {
        for (const [name, module] of Object.entries(packages)) {
            const { version } = require(`${module}/package.json`) as { version: string };
            progress(`providers: ${name} ${version}`);
            await run(
                engine.binary,
                ["plugin", "install", "resource", name, version.replace(/^v/, "")],
                { env: { ...process.env, ...env }, timeoutMs: 300_000 },
            );
        }
        return true;
    } catch (error) {
        const [reason = ""] = (error as Error).message.split("\n");
        progress(`providers: the real ones are not available (${reason}); using the stand-ins`);
        return false;
    }
}
