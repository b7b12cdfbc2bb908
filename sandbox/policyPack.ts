import * as path from "node:path";

import { checkout } from "../platform/checkout";

/** Of `policy-pack/build.cjs`, which the sandbox runs as it is and doesn't import: it stands below the pack. */
interface Builder {
    readonly buildPack: (folder: string, withProject: boolean) => void;
}

/** Builds the checkout's policy pack into a folder beside Pulumi.yaml. @throws Error with what esbuild says */
export function buildPolicyPack(folder: string): void {
    // oxlint-disable-next-line typescript/no-require-imports
    const { buildPack } = require(path.join(checkout, "policy-pack", "build.cjs")) as Builder;
    buildPack(folder, false);
}
