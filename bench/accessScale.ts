import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { syntheticOrganization } from "../test/access/synthetic";
import type { SyntheticSize } from "../test/access/synthetic";
import type { AccessRun } from "./accessRun";

/**
 * What the proof of an organization costs: the median of some runs, each a process of its own.
 *
 * @throws Error with what the process said if it fails
 */
export function measureProof(size: SyntheticSize, rounds: number): AccessRun {
    const folder = mkdtempSync(path.join(os.tmpdir(), "iam-profiles-bench-"));
    try {
        const { accounts, detailsOf } = syntheticOrganization(size);
        writeFileSync(path.join(folder, "accounts.json"), JSON.stringify(accounts));
        for (const [id, details] of detailsOf) {
            writeFileSync(path.join(folder, `${id}.json`), JSON.stringify(details));
        }
        const runs = Array.from({ length: rounds }, () => proveOnce(folder));
        runs.sort((a, b) => secondsOf(a) - secondsOf(b));
        return runs[Math.floor(rounds / 2)] as AccessRun;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** From parsed JSON to the report. */
export const secondsOf = ({ readSeconds, reportSeconds }: AccessRun): number =>
    readSeconds + reportSeconds;

function proveOnce(folder: string): AccessRun {
    const script = path.join(__dirname, "accessRun.ts");
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["-r", "ts-node/register", script, folder],
        { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`the proof failed:\n${stderr}`);
    return JSON.parse(stdout) as AccessRun;
}
