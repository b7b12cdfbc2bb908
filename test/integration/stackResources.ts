import { readFile } from "node:fs/promises";
import * as path from "node:path";

import type { SandboxFolders } from "../../sandbox/folders";

/** A resource in a stack's state. */
export interface StackResource {
    readonly type: string;
    readonly id?: string;
    readonly outputs?: { readonly role?: string; readonly policyArn?: string };
}

interface StackFile {
    readonly version: number;
    readonly checkpoint: { readonly latest: { readonly resources: readonly StackResource[] } };
}

/** What a stack of a sandbox has, by its state's file. */
export const stackResources = async (
    folders: SandboxFolders,
    stack: string,
): Promise<readonly StackResource[]> =>
    (await stackFile(folders, stack)).checkpoint.latest.resources;

/** What `pulumi stack export` prints of a stack of a sandbox. */
export async function stackExport(folders: SandboxFolders, stack: string): Promise<string> {
    const { version, checkpoint } = await stackFile(folders, stack);
    return JSON.stringify({ version, deployment: checkpoint.latest });
}

async function stackFile({ backend }: SandboxFolders, stack: string): Promise<StackFile> {
    const file = path.join(backend, ".pulumi", "stacks", "iam-profiles", `${stack}.json`);
    return JSON.parse(await readFile(file, "utf8")) as StackFile;
}
