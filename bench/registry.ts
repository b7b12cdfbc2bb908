import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { parseDocument } from "yaml";

import { buildPolicyPack } from "../sandbox/policyPack";

/**
 * A folder to preview the prod stack in, with a registry of its own and the pack that judges by it.
 *
 * @param work folder of a sandbox, to copy from
 * @param count accounts beside the state account: prod, then nonprod and prod in turns
 */
export async function registryFolder(work: string, folder: string, count: number): Promise<string> {
    await writeRegistry(work, folder, count);
    buildPolicyPack(path.join(folder, "policy-pack"));
    return folder;
}

/** The same without the pack. */
export async function writeRegistry(work: string, folder: string, count: number): Promise<void> {
    await mkdir(folder, { recursive: true });
    const project = parseDocument(await readFile(path.join(work, "Pulumi.yaml"), "utf8"));
    const accounts = Object.fromEntries(
        Array.from({ length: count - 1 }, (_, i) => [
            `team${i}`,
            { id: String(400_000_000_000 + i), environment: i % 2 === 0 ? "nonprod" : "prod" },
        ]),
    );
    project.setIn(["config", "accounts", "default"], {
        state: { id: "111111111111", environment: "state" },
        prod: { id: "333333333333", environment: "prod" },
        ...accounts,
    });
    await writeFile(path.join(folder, "Pulumi.yaml"), String(project));
    for (const stack of ["state", "prod"]) {
        const file = `Pulumi.${stack}.yaml`;
        await copyFile(path.join(work, file), path.join(folder, file));
    }
    for (const name of Object.keys(accounts)) {
        await writeFile(path.join(folder, `Pulumi.${name}.yaml`), "config: {}\n");
    }
}
