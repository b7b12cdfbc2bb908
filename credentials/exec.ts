import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

/** What can't be caught, faults of the process itself, its own children and terminal, and second names. */
const notForwarded: readonly string[] = [
    ...["SIGKILL", "SIGSTOP", "SIGCHLD", "SIGTTIN", "SIGTTOU", "SIGIOT", "SIGPOLL"],
    ...["SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSTKFLT", "SIGSYS", "SIGTRAP"],
    // Node ignores it from its start. Once a listener is removed, it would end this process at the next broken pipe.
    "SIGPIPE",
];
/** All that a process can be sent; on Windows there are these alone. */
const forwarded =
    process.platform === "win32"
        ? (["SIGINT", "SIGBREAK", "SIGHUP"] as const)
        : (Object.keys(constants.signals) as NodeJS.Signals[]).filter(
              (signal) => !notForwarded.includes(signal),
          );
/** A terminal sends these to the child itself; to forward them would make one Ctrl-C two. */
const fromTerminal: readonly string[] = ["SIGINT", "SIGQUIT"];

/**
 * Runs a command to its end, with this process's input and output. Signals are passed on.
 *
 * @returns its exit code; 128 and the signal's number if one ended it, 127 if there is no such command, 126 if it can't
 * be run: as shells have it
 */
export async function execCommand(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
): Promise<number> {
    const child = spawn(command, args, { env, stdio: "inherit" });
    const listeners = forwarded.map((signal) => {
        const pass = (): void => {
            passOn(child, signal);
        };
        process.on(signal, pass);
        return [signal, pass] as const;
    });
    try {
        return await new Promise<number>((resolve, reject) => {
            child.once("error", (error: NodeJS.ErrnoException) => {
                if (error.code === "ENOENT") resolve(127);
                else if (error.code === "EACCES") resolve(126);
                else reject(new Error(`"${command}" can't be run: ${String(error.code)}`));
            });
            child.once("close", (code, signal) => {
                resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
            });
        });
    } finally {
        for (const [signal, pass] of listeners) process.off(signal, pass);
    }
}

function passOn(child: ChildProcess, signal: NodeJS.Signals): void {
    if (process.stdin.isTTY && fromTerminal.includes(signal)) return;
    child.kill(signal);
    // Ctrl-Z: this process stops as well, so that the shell gets the terminal back.
    if (signal === "SIGTSTP") process.kill(process.pid, "SIGSTOP");
}
