import { spawnSync } from "node:child_process";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";
import parts from "./mutation.json";

/** What is mutated, and the spec files that must notice. */
interface Part {
    readonly mutate: readonly string[];
    readonly specs: readonly string[];
}

const table: Readonly<Record<string, Part>> = parts;

/**
 * Runs Stryker on one part: `npm run mutation -- PART [FILE...]`; files narrow what is mutated.
 *
 * @returns Stryker's exit code; 2 for an unknown part
 */
function mutate([name = "", ...files]: readonly string[]): number {
    const part = table[name];
    if (part === undefined) {
        console.error(
            `Unknown part "${name}". Usage: npm run mutation -- ${Object.keys(table).join("|")} [FILE...]`,
        );
        return 2;
    }
    const stryker = path.join(checkout, "node_modules", "@stryker-mutator", "core", "bin");
    const mutated = files.length > 0 ? files : part.mutate;
    const { status } = spawnSync(
        process.execPath,
        [path.join(stryker, "stryker.js"), "run", "--mutate", mutated.join(",")],
        {
            cwd: checkout,
            stdio: "inherit",
            env: { ...process.env, IAM_PROFILES_MUTATION_SPECS: part.specs.join(" ") },
        },
    );
    return status ?? 1;
}

process.exitCode = mutate(process.argv.slice(2));
