import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { checkout } from "../../platform/checkout";
import parts from "./mutation.json";
import { specFiles } from "../support/specFiles";

/** What is mutated, and the spec files or folders that must notice, the quickest first. */
interface Part {
    readonly mutate: readonly string[];
    readonly specs: readonly string[];
    /** Spec files of those folders that are left out. @default none */
    readonly without?: readonly string[];
}

/** Which of the mutants are tried. */
interface Choice {
    /** More than 0, up to 1. */
    readonly share: number;
    /** Decides which mutants are in the share. */
    readonly seed: number;
    /** Whether only those are tried that survived the part's last run. */
    readonly survivors: boolean;
}

/** What Stryker writes of each mutant. */
interface Results {
    readonly files: Readonly<
        Record<string, { readonly mutants: readonly { readonly status: string }[] }>
    >;
}

const table: Readonly<Record<string, Part>> = parts;

/** What Stryker writes of a part's last run, besides a page to read. */
const resultsOf = (part: string): string =>
    path.join(checkout, "coverage", `mutation-${part}.json`);

const usage = `Usage: npm run mutation -- ${Object.keys(table).join("|")} [FILE...] [--sample PERCENT [--seed N]] [--survivors]`;

const specsOf = ({ specs, without = [] }: Part): readonly string[] =>
    specs.flatMap((start) =>
        specFiles().filter((file) => file.startsWith(start) && !without.includes(file)),
    );

/**
 * Runs Stryker on one part; files, or `FILE:LINE-LINE`, narrow what is mutated.
 *
 * @returns Stryker's exit code; 2 for wrong usage
 */
function mutate([name = "", ...files]: readonly string[], choice: Choice): number {
    const part = table[name];
    const isWithin = choice.share > 0 && choice.share <= 1 && Number.isInteger(choice.seed);
    if (part === undefined || !isWithin) {
        console.error(usage);
        return 2;
    }
    const stryker = path.join(__dirname, "node_modules", "@stryker-mutator", "core", "bin");
    const mutated = files.length > 0 ? files : part.mutate;
    const results = resultsOf(name);
    const { share, seed } = choice;
    const settings = {
        part: name,
        specs: specsOf(part),
        choice: { share, seed, ...(choice.survivors ? { survivorsOf: results } : {}) },
    };
    const { status } = spawnSync(
        process.execPath,
        [path.join(stryker, "stryker.js"), "run", "--mutate", mutated.join(",")],
        {
            cwd: checkout,
            stdio: "inherit",
            env: { ...process.env, IAM_PROFILES_MUTATION: JSON.stringify(settings) },
        },
    );
    if (status === 0) console.log(scoreOf(results));
    return status ?? 1;
}

/** Score of a run, with the 95 % interval (Wilson's) of what all mutants would give. */
function scoreOf(file: string): string {
    const { files } = JSON.parse(readFileSync(file, "utf8")) as Results;
    const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map((m) => m.status));
    const killed = statuses.filter((status) => /^(Killed|Timeout)$/.test(status)).length;
    const all = killed + statuses.filter((status) => /^(Survived|NoCoverage)$/.test(status)).length;
    if (all === 0) return "No mutant was tried.";
    const z = 1.96;
    const p = killed / all;
    const middle = (p + (z * z) / (2 * all)) / (1 + (z * z) / all);
    const half =
        (z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all);
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
    return (
        `Killed ${String(killed)} of ${String(all)} mutants that were tried: ${percent(p)}. ` +
        `95 % interval for all: ${percent(middle - half)} to ${percent(middle + half)}.`
    );
}

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        sample: { type: "string", default: "100" },
        seed: { type: "string", default: "1" },
        survivors: { type: "boolean", default: false },
    },
});
process.exitCode = mutate(positionals, {
    share: Number(values.sample) / 100,
    seed: Number(values.seed),
    survivors: values.survivors,
});
