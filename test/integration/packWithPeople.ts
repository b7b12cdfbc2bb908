import { cp, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";

import type { Identity } from "../../identities/identity";
import { checkout } from "../../platform/checkout";
import { run } from "../../platform/childProcess";
import { policyPackIn } from "../../sandbox/folders";
import type { SandboxFolders } from "../../sandbox/folders";

/** What the policy pack is made of: the program, and the pack itself. */
const parts = [
    ...["access", "audit", "identities", "plan", "platform", "policy-pack", "roles"],
    ...["index.ts", "program.ts", "package.json", "tsconfig.json"],
];

/** Builds the policy pack of a sandbox anew, from a copy of this checkout whose catalogue has people. */
export async function buildPackWith(
    folders: SandboxFolders,
    people: readonly Identity[],
): Promise<void> {
    const copy = path.join(folders.root, "checkout");
    await mkdir(copy, { recursive: true });
    for (const part of parts) {
        await cp(path.join(checkout, part), path.join(copy, part), {
            recursive: true,
            filter: (file) => path.basename(file) !== "node_modules",
        });
    }
    await linkPackages(path.join(copy, "node_modules"));
    const catalogue = path.join(copy, "identities", "catalogue.ts");
    const text = await readFile(catalogue, "utf8");
    const changed = text.replace(/people: \[\]/, `people: ${JSON.stringify(people)}`);
    if (changed === text) throw new Error(`${catalogue} has no "people: []"`);
    await writeFile(catalogue, changed);
    const script = path.join(copy, "policy-pack", "build.cjs");
    await run(process.execPath, [script, policyPackIn(folders), "--without-project"]);
}

/** All but what the checkout keeps there of its own sources, which a bundle of these would take the place of. */
async function linkPackages(folder: string): Promise<void> {
    const from = path.join(checkout, "node_modules");
    await mkdir(folder);
    for (const name of await readdir(from)) {
        if (name !== ".cache") await symlink(path.join(from, name), path.join(folder, name));
    }
}
