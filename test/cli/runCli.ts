import { spawn } from "node:child_process";
import * as path from "node:path";

export interface CliResult {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Everything that any command printed, for a scan. */
export const captured: string[] = [];

/** The program, for Node.js to run. */
export const launcher = path.join(__dirname, "..", "..", "cli", "iam-profiles.cjs");

/** Nothing of the caller's: neither credentials nor settings of a real account. */
export const environmentOf = (env: Readonly<Record<string, string>>): Record<string, string> => ({
    PATH: process.env["PATH"] ?? "",
    HOME: "/nonexistent",
    ...env,
});

/** Runs `iam-profiles` as users do, from another folder. */
export function runCli(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
    const child = spawn(process.execPath, [launcher, ...args], {
        cwd: path.parse(__dirname).root,
        env: environmentOf(env),
        stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => {
            captured.push(stdout, stderr);
            resolve({ code, stdout, stderr });
        });
    });
}
