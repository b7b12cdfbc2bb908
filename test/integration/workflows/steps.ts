import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

/** A shell step, ready to run. */
export interface ShellStep {
    readonly script: string;
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
}

/** What became of a step. */
export interface StepResult {
    readonly job: string;
    /** The step as the file has it. */
    readonly step: string;
    readonly code: number;
    readonly output: string;
}

/** Runs a script as both systems do: it ends at the first command that fails. */
export async function runShell({
    script,
    cwd,
    env,
}: ShellStep): Promise<Omit<StepResult, "job" | "step">> {
    // Without an input: bash takes a socket for a remote shell's, and then reads no BASH_ENV.
    const child = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
        cwd,
        env,
        stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    const code = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (ended) => {
            resolve(ended ?? 1);
        });
    });
    return { code, output };
}

export const git = async (cwd: string, ...args: readonly string[]): Promise<string> => {
    const named = ["-c", "user.name=ci", "-c", "user.email=ci@localhost", ...args];
    const { stdout } = await promisify(execFile)("git", named, { cwd, maxBuffer: 50_000_000 });
    return stdout.trim();
};

const runners: string[] = [];

/** Removes the folders of all jobs. */
export async function removeRunners(): Promise<void> {
    for (const home of runners.splice(0)) await rm(home, { recursive: true, force: true });
}

/** A folder for one job, as a new runner has it. */
export async function newRunner(): Promise<{ readonly home: string; readonly workspace: string }> {
    const home = await mkdtemp(path.join(tmpdir(), "runner-"));
    runners.push(home);
    const workspace = path.join(home, "workspace");
    await mkdir(workspace);
    for (const file of ["output", "summary", "bash-env"])
        await writeFile(path.join(home, file), "");
    return { home, workspace };
}

/** `name=value` lines, as GitHub's steps write their outputs. */
export async function readOutputs(file: string): Promise<Record<string, string>> {
    const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.includes("="));
    return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
}

/** Steps that are this test run itself, or need what no test has; they are not run. */
export const isLeftOut = (script: string): boolean =>
    /^npm cit$|^npm run (fuzz|test:fast)\b|installPulumi\.sh/.test(script.trim());
