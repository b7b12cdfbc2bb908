import { spawn } from "node:child_process";
import * as readline from "node:readline";

import { errorText } from "./systemError";

/** How a child process is run. */
export interface RunOptions {
    readonly cwd?: string;
    /** The whole environment. @default this process's own */
    readonly env?: NodeJS.ProcessEnv;
    /** Ends the child when aborted; the run then rejects with the signal's reason. */
    readonly signal?: AbortSignal | undefined;
    /** Longest run, in milliseconds. @default no limit */
    readonly timeoutMs?: number;
    /** Receives every line of stdout and stderr as it is printed. */
    readonly onLine?: (line: string) => void;
}

const tailLines = 20;
/** Milliseconds between the interrupt and the kill of a child. */
const graceMs = 5_000;

/**
 * Runs a program to completion.
 *
 * @param args never hold a secret: other users of the machine can read them
 * @returns its stdout
 * @throws Error with the last 20 lines of its stderr (else stdout) if it cannot start, fails or takes too long
 */
export async function run(
    command: string,
    args: readonly string[],
    options: RunOptions = {},
): Promise<string> {
    const { signal, timeoutMs } = options;
    signal?.throwIfAborted();
    const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env ?? process.env,
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
    });

    const stdout: string[] = [];
    const stderr: string[] = [];
    for (const [stream, lines] of [
        [child.stdout, stdout],
        [child.stderr, stderr],
    ] as const) {
        readline.createInterface({ input: stream }).on("line", (line) => {
            lines.push(line);
            options.onLine?.(line);
        });
    }

    let killTimer: NodeJS.Timeout | undefined;
    const end = (): void => {
        child.kill("SIGINT");
        killTimer ??= setTimeout(() => child.kill("SIGKILL"), graceMs);
    };
    const limit = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
    signal?.addEventListener("abort", end);

    try {
        const outcome = await new Promise<string>((resolve, reject) => {
            child.once("error", (error: NodeJS.ErrnoException) => {
                // Without the sentence it would say `spawn pulumi ENOENT`. The code stays, for callers.
                const { code } = error;
                reject(Object.assign(new Error(errorText(error), { cause: error }), { code }));
            });
            child.once("close", (code, killedBy) => {
                resolve(killedBy ?? String(code));
            });
        });
        signal?.throwIfAborted();
        // Ended by us without an abort: the time limit.
        if (killTimer !== undefined) {
            throw failure(command, args, `took more than ${String(timeoutMs)} ms`, stdout, stderr);
        }
        if (outcome !== "0") {
            throw failure(command, args, `ended with ${outcome}`, stdout, stderr);
        }
    } finally {
        clearTimeout(limit);
        clearTimeout(killTimer);
        signal?.removeEventListener("abort", end);
    }
    return stdout.join("\n");
}

/** Whether a process with this id exists. Says nothing about *which* process it is: ids are reused. */
export function isAlive(pid: number): boolean {
    if (!Number.isSafeInteger(pid) || pid <= 0) {
        return false;
    }
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        // EPERM: it exists, but belongs to someone else.
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

function failure(
    command: string,
    args: readonly string[],
    what: string,
    stdout: readonly string[],
    stderr: readonly string[],
): Error {
    const tail = (stderr.length > 0 ? stderr : stdout).slice(-tailLines);
    const output = tail.map((line) => `\n    ${withoutCredentials(line)}`).join("");
    return new Error(`"${[command, ...args].join(" ")}" ${what}${output}`);
}

/** Removes credentials from URLs, such as those of package registries. */
function withoutCredentials(line: string): string {
    return line.replace(/\/\/[^/@\s]+@/g, "//***@");
}
