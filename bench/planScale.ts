import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { checkout } from "../platform/checkout";
import { writeRegistry } from "./registry";
import type { PlanRun } from "./planRun";

/**
 * What `access` costs over the plan of a registry, without start-up: the least of some runs, each a process of its own.
 *
 * @param count accounts
 * @throws Error with what the process said if it fails
 */
export async function measurePlan(count: number, rounds: number): Promise<PlanRun> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "iam-profiles-bench-"));
    try {
        await writeRegistry(checkout, folder, count);
        const runs = Array.from({ length: rounds }, () => runOnce(folder));
        runs.sort((a, b) => a.cpuSeconds - b.cpuSeconds);
        return runs[0] as PlanRun;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function runOnce(folder: string): PlanRun {
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["-r", "ts-node/register", path.join(__dirname, "planRun.ts"), folder],
        { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`the plan failed:\n${stderr}`);
    return JSON.parse(stdout) as PlanRun;
}
