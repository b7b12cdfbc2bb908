import * as path from "node:path";

import { checkout } from "../platform/checkout";
import { run } from "../platform/childProcess";

/** Builds the checkout's policy pack into a folder beside Pulumi.yaml. @throws Error with what esbuild says */
export async function buildPolicyPack(folder: string): Promise<void> {
    const script = path.join(checkout, "policy-pack", "build.cjs");
    await run(process.execPath, [script, folder, "--without-project"]);
}
