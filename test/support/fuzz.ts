import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { findingText } from "./finding";
import type { Finding } from "./finding";
import { fuzzingVariable } from "./seed";
import type { Fuzzing } from "./seed";
import { isRandom, mochaCommand, needsSandbox, specFiles } from "./specFiles";

const usage =
    "npm run fuzz -- --minutes N: tries the properties with new seeds for N minutes, at least once";

/**
 * Runs the spec files with properties again and again, each time with another seed, until the time is up or one fails. The
 * first round is a whole one, however short the time.
 *
 * @returns the exit code: 0 if nothing was found, 1 with the findings printed as cases to paste, 2 for a wrong use
 */
async function fuzz(argv: readonly string[]): Promise<number> {
    const minutes = minutesOf(argv);
    if (minutes === undefined) {
        console.error(`Usage: ${usage}. N is a number above 0.`);
        return 2;
    }
    const deadline = Date.now() + minutes * 60_000;
    const folder = mkdtempSync(path.join(tmpdir(), "iam-profiles-fuzz-"));
    const findings = path.join(folder, "findings.jsonl");
    writeFileSync(findings, "");
    try {
        let rounds = 0;
        while (Date.now() < deadline) {
            const seed = randomInt(2 ** 31);
            console.log(`Round ${++rounds}, seed ${seed}`);
            const timeMs = rounds === 1 ? undefined : deadline - Date.now();
            const code = await runMocha({ seed, findings, timeMs });
            if (code !== 0) return report(seed, readFindings(findings));
        }
        const cut = rounds === 1 ? "a whole one" : "all whole but the last";
        console.log(`Nothing found in ${minutes} min; rounds: ${rounds}, ${cut}.`);
        return 0;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function minutesOf(argv: readonly string[]): number | undefined {
    try {
        const { values } = parseArgs({ args: [...argv], options: { minutes: { type: "string" } } });
        const minutes = Number(values.minutes);
        return minutes > 0 && Number.isFinite(minutes) ? minutes : undefined;
    } catch {
        return undefined;
    }
}

function runMocha(fuzzing: Fuzzing): Promise<number> {
    const files = specFiles().filter((file) => isRandom(file) && !needsSandbox(file));
    const [command, args] = mochaCommand(["--reporter", "dot", ...files]);
    const child = spawn(command, args, {
        stdio: "inherit",
        env: { ...process.env, [fuzzingVariable]: JSON.stringify(fuzzing) },
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code) => {
            resolve(code ?? 1);
        });
    });
}

const readFindings = (file: string): readonly Finding[] =>
    readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Finding);

function report(seed: number, findings: readonly Finding[]): number {
    console.log(findings.map(findingText).join("\n\n"));
    // A test that isn't one property of fast-check has no counterexample, but says its own seed.
    if (findings.length === 0) console.log(`A test failed with seed ${seed}; see above.`);
    return 1;
}

void fuzz(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
});
