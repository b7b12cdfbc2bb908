import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { cacheFolder } from "./cacheFolder";

const instead =
    "A file in place of the folder, so that Pulumi writes no log of every run here; the sandbox keeps its own.\n";

/**
 * The folder of the sandbox's engine, for PULUMI_HOME.
 *
 * Since 3.250 the engine writes down all that it does, at every log level, up to 500 MB in all, which takes a fifth of an update's
 * CPU time. No setting turns that off. Where it can't make the folder `logs`, it goes without.
 */
export function engineHome(root: string = cacheFolder()): string {
    const home = path.join(root, "pulumi");
    const logs = path.join(home, "logs");
    const found = statSync(logs, { throwIfNoEntry: false });
    if (found?.isFile() === true) return home;
    try {
        mkdirSync(home, { recursive: true });
        // Renamed first: an engine of another run may write into it.
        const old = `${logs}.old-${process.pid}`;
        if (found !== undefined) renameSync(logs, old);
        writeFileSync(logs, instead);
        rmSync(old, { recursive: true, force: true });
    } catch {
        // Another process was faster; at worst, the engine writes its logs.
    }
    return home;
}
