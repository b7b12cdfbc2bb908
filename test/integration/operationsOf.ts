import { readFile } from "node:fs/promises";
import * as path from "node:path";

import type { Operations } from "../../cli/operations";
import { openSandboxOperations } from "../../cli/sources/sandboxOperations";
import type { Catalogues } from "../../program";
import type { SandboxFolders } from "../../sandbox/folders";

/**
 * The operations of a running sandbox. The engine exports a stack once for each of its states.
 *
 * @param exported what it has exported, by the text of the stack's file
 */
export async function operationsOf(
    folders: SandboxFolders,
    catalogues: Catalogues,
    exported: Map<string, string>,
): Promise<Operations> {
    const operations = await openSandboxOperations(folders, catalogues);
    const pulumi: Operations["pulumi"] = async (args, stack) => {
        const file = path.join(".pulumi", "stacks", operations.project, `${stack}.json`);
        const state = await readFile(path.join(folders.backend, file), "utf8").catch(
            () => undefined,
        );
        if (args.join(" ") !== "stack export" || state === undefined) {
            return operations.pulumi(args, stack);
        }
        const found = exported.get(state) ?? (await operations.pulumi(args, stack));
        exported.set(state, found);
        return found;
    };
    return { ...operations, pulumi };
}
