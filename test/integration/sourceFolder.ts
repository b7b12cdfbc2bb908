import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { parse, stringify } from "yaml";

import { checkout } from "../../platform/checkout";

type Settings = Record<
    "accounts" | "issuers" | "trustedOwners" | "auditTrail" | "breakGlass",
    { default: object }
>;

/**
 * A folder with a copy of this project's stack files, whose Pulumi.yaml is changed.
 *
 * @param root folder of a sandbox
 * @returns the folder
 */
export async function sourceFolder(
    root: string,
    change: (config: Settings) => void,
): Promise<string> {
    const source = path.join(root, "source");
    await mkdir(source, { recursive: true });
    for (const file of await readdir(checkout)) {
        if (/^Pulumi\.(.*\.)?yaml$/.test(file)) {
            await cp(path.join(checkout, file), path.join(source, file));
        }
    }
    const project = parse(await readFile(path.join(source, "Pulumi.yaml"), "utf8")) as {
        config: Settings;
    };
    change(project.config);
    await writeFile(path.join(source, "Pulumi.yaml"), stringify(project));
    return source;
}
