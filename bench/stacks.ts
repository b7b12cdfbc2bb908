import { rm } from "node:fs/promises";
import * as path from "node:path";

import { Command, InvalidArgumentError } from "commander";

import { checkout } from "../platform/checkout";
import { sandboxFolders } from "../sandbox/folders";
import { stopLocalAws } from "../sandbox/localAws";
import { writeRegistry } from "./registry";
import { check } from "./stacksCheck";
import { runUp } from "./stacksUp";
import type { Kill, Run, Span } from "./stacksUp";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Options {
    readonly accounts: number;
    readonly kills: number;
    readonly seed: number;
    readonly parallel: number;
}

/**
 * `iam-profiles up` on a sandbox with many accounts: once from empty, for the time, and once killed at random moments and run
 * again each time.
 *
 * @returns the exit code: 1 if a run fails, or locks, doubles or differences are left
 */
async function soak({ accounts, kills, seed, parallel }: Options): Promise<number> {
    const name = `soak-${process.pid}`;
    const folders = sandboxFolders(name);
    const source = path.join(folders.root, "source");
    const remove = async (): Promise<void> => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    };
    const begin = async (): Promise<void> => {
        await remove();
        await writeRegistry(checkout, source, accounts - 1);
    };
    const up = (kill?: Kill): Promise<Run> => runUp([name, source, String(parallel)], kill);
    const isFine = async (run: Run): Promise<boolean> => {
        if (run.code !== 0) print(`ended with ${run.code ?? "a signal"}:\n${run.output}`);
        if (run.code !== 0) return false;
        const { faults, drift } = await check(folders);
        for (const fault of faults) print(`  ${fault}`);
        print(
            `drift of ${accounts} accounts in ${drift.seconds.toFixed(1)} s; CPU ${drift.cpuSeconds.toFixed(1)} s`,
        );
        return faults.length === 0;
    };
    try {
        await begin();
        const whole = await up();
        if (!(await isFine(whole))) return 1;
        print(timesText(whole, parallel));
        if (kills === 0) return 0;

        await begin();
        const random = randomOf(seed);
        for (let killed = 0; killed < kills;) {
            const kill: Kill = {
                afterMs: Math.round(random() * whole.seconds * 1_000),
                victim: random() < 0.5 ? "group" : "command",
            };
            const run = await up(kill);
            const done = `${run.spans.size} of ${accounts} stacks ended`;
            if (run.code === undefined) {
                killed++;
                print(`${killed}. ${kill.victim} killed after ${kill.afterMs} ms; ${done}`);
                continue;
            }
            print(`ended before it was killed; ${done}`);
            if (!(await isFine(run))) return 1;
            await begin();
        }
        const last = await up();
        print(`run again to its end: ${last.seconds.toFixed(1)} s`);
        if (!(await isFine(last))) return 1;
        print("converged: no lock, nothing double, no difference from the program");
        return 0;
    } finally {
        await remove();
    }
}

/**
 * Wall time, beside what bounds it: the slowest chain of stacks, one after another, in the run's slots, and the CPU time on two
 * cores.
 */
function timesText({ seconds, spans, cpuSeconds }: Run, parallel: number): string {
    const lengths = [...spans.values()].map(lengthOf);
    const [state = 0, ...others] = lengths;
    const sum = others.reduce((total, one) => total + one, 0);
    // What parallel slots need at least: the others' share of each slot, or the longest of them.
    const chain = state + Math.max(sum / parallel, ...others);
    const cpu = cpuSeconds === undefined ? "" : `; CPU ${cpuSeconds.toFixed(0)} s`;
    return (
        `${spans.size} stacks from empty in ${seconds.toFixed(1)} s, ${(seconds / chain).toFixed(2)} x the slowest chain ` +
        `(${chain.toFixed(1)} s: state ${state.toFixed(1)} s, then ${others.length} in ${parallel} slots, ` +
        `${Math.min(...others).toFixed(1)} to ${Math.max(...others).toFixed(1)} s each)${cpu}`
    );
}

const lengthOf = ({ begin, end }: Span): number => end - begin;

/** Numbers from 0 to 1, the same for the same seed. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomOf(seed: number): () => number {
    let last = seed >>> 0;
    return () => {
        last = (Math.imul(last, 1_664_525) + 1_013_904_223) >>> 0;
        return last / 2 ** 32;
    };
}

const wholeNumber = (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 0)
        throw new InvalidArgumentError("must be a whole number");
    return number;
};

void new Command("npm run soak --")
    .description(
        "`iam-profiles up` on a sandbox with many accounts, killed at random moments and run again",
    )
    .option("--accounts <number>", "accounts of the registry", wholeNumber, 20)
    .option("--kills <number>", "kills; 0: only the run from empty", wholeNumber, 10)
    .option("--seed <number>", "of the kills' moments", wholeNumber, 1)
    .option("--parallel <number>", "stacks at once", wholeNumber, 2)
    .action(async (options: Options) => {
        process.exitCode = await soak(options);
    })
    .parseAsync();
