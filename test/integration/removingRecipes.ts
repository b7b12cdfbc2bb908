import { readFileSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";

const removing = readFileSync(path.join(checkout, "docs", "removing.md"), "utf8");

/** Lines of the code blocks below a heading of docs/removing.md. */
export function recipe(heading: string): readonly string[] {
    const section = removing.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
    if (section === undefined) throw new Error(`docs/removing.md has no heading "${heading}"`);
    return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = ""]) =>
        block.trim().split("\n"),
    );
}
