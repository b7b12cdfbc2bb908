import { readFile } from "node:fs/promises";
import * as path from "node:path";

import type { SandboxFolders } from "../../sandbox/folders";

/** A resource in a stack's state. */
export interface StackResource {
    readonly type: string;
    readonly id?: string;
    readonly outputs?: { readonly role?: string; readonly policyArn?: string };
}

interface Checkpoint {
    readonly checkpoint: { readonly latest: { readonly resources: readonly StackResource[] } };
}

/** What a stack of a sandbox has, by its state's file. */
export async function stackResources(
    { backend }: SandboxFolders,
    stack: string,
): Promise<readonly StackResource[]> {
    const file = path.join(backend, ".pulumi", "stacks", "iam-profiles", `${stack}.json`);
    const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as Checkpoint;
    return checkpoint.latest.resources;
}
