import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import * as path from "node:path";

/** What is killed: the whole process group, as a closed terminal or a full machine does, or the command alone. */
export type Victim = "group" | "command";

export interface Kill {
    /** After the start, in milliseconds. */
    readonly afterMs: number;
    readonly victim: Victim;
}

/** A stack within a run, in seconds after the run's start. */
export interface Span {
    readonly begin: number;
    readonly end: number;
}

/** How a run of `iam-profiles up` ended. */
export interface Run {
    /** Undefined if it was killed. */
    readonly code: number | undefined;
    readonly seconds: number;
    /** Of the stacks that ended, in the order in which they did. */
    readonly spans: ReadonlyMap<string, Span>;
    /** CPU time of the command, the engines, providers and packs: in seconds, undefined where the system doesn't say. */
    readonly cpuSeconds: number | undefined;
    readonly output: string;
}

/** Runs `stacksRun.ts` to its end, or until it is killed. */
export async function runUp(args: readonly string[], kill?: Kill): Promise<Run> {
    const cpuBefore = await cpuOfChildren();
    const started = Date.now();
    const seconds = (): number => (Date.now() - started) / 1_000;
    const child = spawn(
        process.execPath,
        ["-r", "ts-node/register", path.join(__dirname, "stacksRun.ts"), ...args],
        // A group of its own, so that it can be killed with all that it starts.
        { detached: true, stdio: ["ignore", "pipe", "pipe"] },
    );
    const begun = new Map<string, number>();
    const spans = new Map<string, Span>();
    let output = "";
    const read = (chunk: Buffer): void => {
        const text = chunk.toString();
        output += text;
        for (const [, stack = "", what] of text.matchAll(/^([\w-]+): (up \.\.\.|\w+)/gm)) {
            const begin = begun.get(stack);
            if (what === "up ...") begun.set(stack, seconds());
            else if (begin !== undefined) spans.set(stack, { begin, end: seconds() });
        }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    const timer =
        kill === undefined
            ? undefined
            : setTimeout(() => {
                  if (child.pid === undefined || child.exitCode !== null) return;
                  process.kill(kill.victim === "group" ? -child.pid : child.pid, "SIGKILL");
              }, kill.afterMs);
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    clearTimeout(timer);
    const cpuAfter = await cpuOfChildren();
    return {
        code: code ?? undefined,
        seconds: seconds(),
        spans,
        cpuSeconds:
            cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
        output,
    };
}

/** CPU time of all ended children and theirs, in seconds. @see proc(5), cutime and cstime */
async function cpuOfChildren(): Promise<number | undefined> {
    const text = await readFile("/proc/self/stat", "utf8").catch(() => undefined);
    const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields === undefined ? undefined : (Number(fields[13]) + Number(fields[14])) / 100;
}
