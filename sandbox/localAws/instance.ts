import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as http from "node:http";
import * as path from "node:path";
import { json } from "node:stream/consumers";

import { isAlive, run } from "../../platform/childProcess";

/** A local AWS that was started, as `instance.json` of its state folder holds it. */
export interface Instance {
    readonly pid: number;
    /** TCP port on the loopback address. */
    readonly port: number;
    /** Names this very start; the server repeats it, so that another one on the same port is not mistaken for it. */
    readonly token: string;
    /** Start time, to distinguish this process from a later one with the same id; null if the system does not provide it. */
    readonly processStart: string | null;
}

/** `hung`: the process is ours and lives, but does not answer. `dead`: it is gone, and all it held with it. */
export type InstanceState = "running" | "hung" | "dead";

/** Probes that determine the state. */
export interface InstanceProbes {
    /** The token that the server on a port answers with; undefined when it doesn't answer. */
    readonly tokenAt: (port: number) => Promise<string | undefined>;
    /** When a process began; undefined when there is none. */
    readonly processStart: (pid: number) => Promise<string | null | undefined>;
}

const file = "instance.json";
const answerMs = 2_000;

/** State of an instance. */
export async function judge(instance: Instance, probes: InstanceProbes): Promise<InstanceState> {
    // The answer also identifies the process: while the server with our token runs, no other process has its id.
    if ((await probes.tokenAt(instance.port)) === instance.token) {
        return "running";
    }
    const start = await probes.processStart(instance.pid);
    return typeof start === "string" && start === instance.processStart ? "hung" : "dead";
}

/** Probes of the real server and system. */
export const realProbes: InstanceProbes = { tokenAt, processStart };

/** The address of an instance. */
export function endpointOf(instance: Instance): string {
    return `http://127.0.0.1:${String(instance.port)}`;
}

/** @returns undefined if there is no readable instance file, i.e. nothing is known to run */
export async function readInstance(stateDir: string): Promise<Instance | undefined> {
    try {
        const text = await fs.readFile(path.join(stateDir, file), "utf8");
        const { pid, port, token, processStart } = JSON.parse(text) as Partial<Instance>;
        return typeof pid === "number" && typeof port === "number" && typeof token === "string"
            ? { pid, port, token, processStart: processStart ?? null }
            : undefined;
    } catch {
        return undefined;
    }
}

/** @throws Error with code EEXIST when another process wrote one at the same time */
export async function writeInstance(stateDir: string, instance: Instance): Promise<void> {
    const text = `${JSON.stringify(instance, undefined, 4)}\n`;
    await fs.writeFile(path.join(stateDir, file), text, { flag: "wx", mode: 0o600 });
}

/** Forgets the instance. */
export async function removeInstance(stateDir: string): Promise<void> {
    await fs.rm(path.join(stateDir, file), { force: true });
}

/** The server repeats its "edition" in its health report; we put our token there. */
async function tokenAt(port: number): Promise<string | undefined> {
    const url = `http://127.0.0.1:${String(port)}/_ministack/health`;
    try {
        // Most commands on a sandbox ask this; fetch alone would take them a twentieth of their time to load.
        const asked = http.get(url, { signal: AbortSignal.timeout(answerMs) });
        const [response] = (await once(asked, "response")) as [http.IncomingMessage];
        const { edition } = (await json(response)) as { readonly edition?: unknown };
        return typeof edition === "string" ? edition : undefined;
    } catch {
        return undefined;
    }
}

/** @returns null where the system doesn't say; undefined when the process is gone, or ended and not yet reaped */
export async function processStart(pid: number): Promise<string | null | undefined> {
    if (!isAlive(pid)) {
        return undefined;
    }
    try {
        if (process.platform === "linux") {
            const stat = await fs.readFile(`/proc/${String(pid)}/stat`, "utf8");
            // proc(5): the name in parentheses may hold anything; field 3 (state) follows it, 22 is the start time.
            const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
            return fields[0] === "Z" ? undefined : (fields[19] ?? null);
        }
        if (process.platform === "darwin") {
            const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
            return await run("ps", ["-o", "lstart=", "-p", String(pid)], { env });
        }
        return null;
    } catch {
        return undefined;
    }
}
