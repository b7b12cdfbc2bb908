import type { EventEmitter } from "node:events";

import { main } from "../../cli/main";
import { captured, environmentOf } from "./runCli";
import type { CliResult } from "./runCli";

/** The end of a run, where a process would end. */
class Exit extends Error {
    constructor(readonly code: number) {
        super(`exit with ${code}`);
    }
}

/**
 * Runs `iam-profiles` in this process, which saves the start of one; what it would do to the process is undone.
 *
 * @param env what is in the environment, beside what `runCli` gives to a process. @default this process's own
 */
export async function useHere(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
): Promise<CliResult> {
    const { argv, exitCode } = process;
    const said = { stdout: "", stderr: "" };
    const undo = [
        replace(process, "exit", (code) => {
            throw new Exit(Number(code ?? process.exitCode ?? 0));
        }),
        ...(["stdout", "stderr"] as const).map((name) =>
            replace(process[name], "write", (text: string | Uint8Array) => {
                said[name] += String(text);
                return true;
            }),
        ),
        ...(env === undefined ? [] : [replace(process, "env", environmentOf(env))]),
        leaveNoListener(process, ["SIGINT"]),
        ...[process.stdout, process.stderr].map((stream) =>
            leaveNoListener(stream, ["error", "close"]),
        ),
    ];
    process.argv = [process.execPath, "iam-profiles", ...args];
    process.exitCode = undefined;
    try {
        const code = await main(args).then(
            () => Number(process.exitCode ?? 0),
            (error: unknown) => {
                if (error instanceof Exit) return error.code;
                throw error;
            },
        );
        captured.push(said.stdout, said.stderr);
        return { code, ...said };
    } finally {
        for (const restore of undo) restore();
        Object.assign(process, { argv, exitCode });
    }
}

/** @returns what puts the former value back */
function replace<T extends object, K extends keyof T>(of: T, key: K, value: T[K]): () => void {
    const before = Object.getOwnPropertyDescriptor(of, key);
    of[key] = value;
    return () => {
        if (before === undefined) Reflect.deleteProperty(of, key);
        else Object.defineProperty(of, key, before);
    };
}

/** @returns what removes the listeners that were added since */
function leaveNoListener(of: EventEmitter, events: readonly string[]): () => void {
    const before = new Map(events.map((event) => [event, new Set(of.rawListeners(event))]));
    return () => {
        for (const [event, kept] of before) {
            for (const listener of of.rawListeners(event)) {
                if (!kept.has(listener)) of.off(event, listener as () => void);
            }
        }
    };
}
