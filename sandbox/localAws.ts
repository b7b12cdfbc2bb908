import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import {
    endpointOf,
    judge,
    processStart,
    readInstance,
    realProbes,
    removeInstance,
    writeInstance,
    type Instance,
    type InstanceState,
} from "./localAws/instance";
import { ensurePythonPackages, localAwsPackages } from "./localAws/python";
import { serverEnvironment } from "./localAws/serverEnvironment";

/** A running local AWS. */
export interface LocalAws {
    /** E.g. `http://127.0.0.1:40123`. */
    readonly endpoint: string;
    readonly pid: number;
    /** It was just started and is empty: the state of earlier stacks is obsolete. */
    readonly started: boolean;
}

/** State of the local AWS; `absent` if none was started or it was stopped. */
export type LocalAwsStatus =
    | { readonly state: "absent" }
    | { readonly state: InstanceState; readonly endpoint: string; readonly pid: number };

/** ministack, with the call that it lacks. */
const server = path.join(__dirname, "localAws", "server.py");
/** Below the state folder. */
const logName = "localAws.log";
const startMs = 30_000;
const stopMs = 10_000;
const pollMs = 100;

/**
 * The local AWS of a state folder, started if it isn't running. It outlives this process.
 *
 * @param stateDir folder for its log and instance file; made if needed
 * @throws Error with the log's last lines when it doesn't come up within 30 s
 */
export async function ensureLocalAws(
    stateDir: string,
    progress: (line: string) => void,
    signal?: AbortSignal,
): Promise<LocalAws> {
    const before = await readInstance(stateDir);
    if (before !== undefined) {
        if ((await judge(before, realProbes)) === "running") {
            return { endpoint: endpointOf(before), pid: before.pid, started: false };
        }
        await stopLocalAws(stateDir);
    }
    const python = await ensurePythonPackages(localAwsPackages, progress, signal);
    progress("starting the local AWS");
    await fs.mkdir(stateDir, { recursive: true, mode: 0o700 });
    const { instance, child } = await start(python, stateDir);
    try {
        await writeInstance(stateDir, instance);
        await becomeReady(instance, child, stateDir, signal);
    } catch (error) {
        child.kill("SIGKILL");
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            throw new Error(
                `another run has just started the local AWS of ${stateDir}; try again`,
                { cause: error },
            );
        }
        await removeInstance(stateDir);
        throw error;
    }
    child.unref();
    return { endpoint: endpointOf(instance), pid: instance.pid, started: true };
}

/** State of the local AWS of a state folder. */
export async function localAwsStatus(stateDir: string): Promise<LocalAwsStatus> {
    const instance = await readInstance(stateDir);
    if (instance === undefined) {
        return { state: "absent" };
    }
    const state = await judge(instance, realProbes);
    return { state, endpoint: endpointOf(instance), pid: instance.pid };
}

/**
 * Stops the local AWS of a state folder and forgets it; what it held is gone.
 *
 * @returns whether one was running
 * @throws Error when its process survives SIGKILL
 */
export async function stopLocalAws(stateDir: string): Promise<boolean> {
    const instance = await readInstance(stateDir);
    const state = instance === undefined ? "dead" : await judge(instance, realProbes);
    // A dead instance's process id may be someone else's by now: it is not touched.
    const lives = instance !== undefined && state !== "dead";
    if (lives) {
        process.kill(instance.pid, "SIGTERM");
        if (!(await isGone(instance))) {
            process.kill(instance.pid, "SIGKILL");
            if (!(await isGone(instance))) {
                throw new Error(
                    `the local AWS (process ${String(instance.pid)}) cannot be stopped; kill it and retry`,
                );
            }
        }
    }
    await removeInstance(stateDir);
    return lives;
}

async function start(
    python: string,
    stateDir: string,
): Promise<{ readonly instance: Instance; readonly child: ChildProcess }> {
    const port = await freePort();
    const token = randomUUID();
    const temporary = path.join(stateDir, "localAws.tmp");
    await fs.rm(temporary, { recursive: true, force: true });
    await fs.mkdir(temporary, { mode: 0o700 });

    const log = await fs.open(path.join(stateDir, logName), "w", 0o600);
    try {
        // -I: neither the user's PYTHON* settings nor modules of the working folder reach the server.
        const child = spawn(python, ["-I", server], {
            cwd: temporary,
            env: serverEnvironment(port, token, temporary),
            detached: true,
            stdio: ["ignore", log.fd, log.fd],
            windowsHide: true,
        });
        const pid = await new Promise<number>((resolve, reject) => {
            child.once("error", reject);
            child.once("spawn", () => {
                resolve(child.pid ?? 0);
            });
        });
        const began = (await processStart(pid)) ?? null;
        return { instance: { pid, port, token, processStart: began }, child };
    } finally {
        await log.close();
    }
}

async function becomeReady(
    instance: Instance,
    child: ChildProcess,
    stateDir: string,
    signal?: AbortSignal,
): Promise<void> {
    const deadline = Date.now() + startMs;
    while ((await judge(instance, realProbes)) !== "running") {
        signal?.throwIfAborted();
        const ended = child.exitCode !== null || child.signalCode !== null;
        if (ended || Date.now() > deadline) {
            const log = path.join(stateDir, logName);
            const tail = (await fs.readFile(log, "utf8")).trimEnd().split("\n").slice(-20);
            const what = ended ? "ended at once" : `did not answer within ${String(startMs)} ms`;
            const lines = tail.map((line) => `\n    ${line}`).join("");
            throw new Error(`the local AWS ${what}; the end of ${log}:${lines}`);
        }
        await sleep(pollMs);
    }
}

async function isGone(instance: Instance): Promise<boolean> {
    const deadline = Date.now() + stopMs;
    while ((await processStart(instance.pid)) === instance.processStart) {
        if (Date.now() > deadline) {
            return false;
        }
        await sleep(pollMs);
    }
    return true;
}

/** A port that was free a moment ago; if it is taken meanwhile, the server ends at once and says so. */
async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
