import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";

import { installOnce } from "../sandbox/cacheFolder";
import { run } from "../platform/childProcess";

/** What is asked, as iam-simulate takes it. */
export interface Simulation {
    readonly request: {
        readonly principal: string;
        readonly action: string;
        readonly resource: { readonly resource: string; readonly accountId: string };
        readonly contextVariables: Readonly<Record<string, string>>;
    };
    readonly identityPolicies: readonly { readonly name: string; readonly policy: unknown }[];
    readonly serviceControlPolicies: readonly [];
    readonly resourceControlPolicies: readonly [];
    readonly resourcePolicy: unknown;
}

/** What is used of iam-simulate. Its `runUnsafeSimulation`, which leaves checks out, fails on any resource policy. */
export interface IamSimulate {
    runSimulation(
        simulation: Simulation,
        options: object,
    ): Promise<{ readonly resultType: string; readonly overallResult?: string }>;
}

export const iamSimulateVersion = "0.1.173";
const packageName = "@cloud-copilot/iam-simulate";

/**
 * The evaluator to compare with, installed into the cache folder once. It is AGPL-3.0: it is run here, and never a
 * dependency of anything.
 *
 * @throws Error with npm's last lines if it can't be installed
 */
export async function loadIamSimulate(): Promise<IamSimulate> {
    const folder = await installOnce(`iam-simulate-${iamSimulateVersion}`, async (temporary) => {
        // Without a package.json of its own, npm looks for one in the folders above.
        await writeFile(path.join(temporary, "package.json"), '{ "private": true }\n');
        const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", temporary];
        await run("npm", ["install", ...options, `${packageName}@${iamSimulateVersion}`], {
            cwd: temporary,
        });
    });
    return createRequire(path.join(folder, "package.json"))(packageName) as IamSimulate;
}
