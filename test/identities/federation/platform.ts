import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Pipeline } from "../../../identities/identity";
import type { TrustedIssuers } from "../../../platform/trustedIssuers";

interface Platform extends TrustedIssuers {
    readonly pipelines: readonly Pipeline[];
}

/** Pipelines of all six issuers, and whose they are. */
export const { pipelines, ...trusted } = JSON.parse(
    readFileSync(join(__dirname, "pipelines.json"), "utf8"),
) as Platform;

/** One of them. */
export function pipelineOf(name: string): Pipeline {
    const found = pipelines.find((one) => one.name === name);
    if (found === undefined) throw new Error(`pipelines.json has no pipeline ${name}`);
    return found;
}
