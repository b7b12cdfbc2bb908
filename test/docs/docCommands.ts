import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";

/** A command in a block of shell commands of the documentation. */
export interface DocCommand {
    /** From the checkout, e.g. `docs/credentials.md`. */
    readonly file: string;
    /** Without its comment. */
    readonly command: string;
}

/** What users read first to last; decisions hold no commands to run. */
const documents = (): readonly string[] => [
    "README.md",
    "CONTRIBUTING.md",
    ...readdirSync(path.join(checkout, "docs"))
        .filter((name) => name.endsWith(".md"))
        .sort()
        .map((name) => `docs/${name}`),
];

/** Every command of the documentation, in its order. */
export const docCommands = (): readonly DocCommand[] =>
    documents().flatMap((file) =>
        [...readFileSync(path.join(checkout, file), "utf8").matchAll(/^```sh\n(.*?)^```/gms)]
            .flatMap(([, block = ""]) => block.split("\n"))
            .map((line) => line.replace(/(^|\s+)#\s.*$/, "").trim())
            .filter((command) => command !== "")
            .map((command) => ({ file, command })),
    );
