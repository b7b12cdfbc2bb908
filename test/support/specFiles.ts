import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";

/** What starts a local AWS, an engine or both. */
const starters = /\b(ensureLocalAws|ensureEngine|openSandbox)\(/;
const imports = /from "(\.[^"]+)"/g;

const textOf = (file: string): string => readFileSync(path.join(checkout, file), "utf8");

/** Every file of `test/`, from the checkout and with `/`, without the packages that checks on demand install there. */
export const testFiles = (): readonly string[] =>
    readdirSync(path.join(checkout, "test"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\bnode_modules\b/.test(entry.parentPath))
        .map((entry) => path.relative(checkout, path.join(entry.parentPath, entry.name)))
        .map((file) => file.split(path.sep).join("/"))
        .sort();

/** Every spec file, from the checkout, e.g. `test/cli/usage.spec.ts`. */
export const specFiles = (): readonly string[] =>
    testFiles().filter((file) => file.endsWith(".spec.ts"));

/** Whether a spec file is an integration test or, by itself or what it imports from `test/`, starts a local AWS or an engine. */
export function needsSandbox(file: string, seen = new Set<string>()): boolean {
    if (file.startsWith("test/integration/")) return true;
    seen.add(file);
    const text = textOf(file);
    if (starters.test(text)) return true;
    return [...text.matchAll(imports)]
        .map(([, from = ""]) => `${path.posix.join(path.posix.dirname(file), from)}.ts`)
        .filter((other) => other.startsWith("test/") && existsSync(path.join(checkout, other)))
        .some((other) => !seen.has(other) && needsSandbox(other, seen));
}

/** Whether a spec file runs programs for seconds, though it needs no sandbox. */
export const runsProcesses = (file: string): boolean => file.startsWith("test/processes/");

/** Whether a spec file tries what a seed decides. */
export const isRandom = (file: string): boolean =>
    /from "(fast-check|[./]+\/support\/seed)"/.test(textOf(file));

/**
 * Spec files in the order in which they are best begun beside one another: what takes longest first, so that no worker is
 * left alone with it at the end.
 */
export function longestFirst(files: readonly string[]): readonly string[] {
    const rank = (file: string): number => {
        if (file.startsWith("test/integration/")) return 0;
        if (needsSandbox(file)) return 1;
        if (isRandom(file)) return 2;
        return /child_?process/i.test(textOf(file)) ? 3 : 4;
    };
    const ranks = new Map(files.map((file) => [file, rank(file)]));
    return [...files].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

/** A run of mocha, with the options of `.mocharc.json`. */
export const mochaCommand = (args: readonly string[]): readonly [string, readonly string[]] => [
    process.execPath,
    [
        // In MiB. A tenth less CPU time than with Node's 16: what a test leaves is collected in fewer rounds.
        "--max-semi-space-size=64",
        // Another tenth: most of what tests run is over before it is worth optimizing. Later versions of Node.js refuse it.
        ...(process.versions.node.startsWith("20.") ? ["--interrupt-budget=1200000"] : []),
        path.join(checkout, "node_modules", "mocha", "bin", "mocha.js"),
        ...args,
    ],
];
