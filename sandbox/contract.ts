import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { contractOutput } from "../identities/contract";
import type { Contract } from "../identities/contract";
import { checkedContract } from "../identities/readContract";
import type { Settings } from "../platform/config";
import type { SandboxFolders } from "./folders";

/** The contract in the state of a sandbox's state stack. */
export async function contractOfSandbox(
    folders: SandboxFolders,
    project: string,
    settings: Settings,
): Promise<Contract> {
    const stack = settings.stateAccount.name;
    const file = path.join(folders.backend, ".pulumi", "stacks", project, `${stack}.json`);
    const text = await readFile(file, "utf8").catch(() => {
        throw new Error(`the sandbox has no stack "${stack}" yet; run: npm start`);
    });
    const { checkpoint } = JSON.parse(text) as {
        readonly checkpoint: { readonly latest?: { readonly resources?: readonly Resource[] } };
    };
    const root = checkpoint.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    const contract = root?.outputs?.[contractOutput];
    return checkedContract(contract, `stack "${stack}"`, settings);
}

interface Resource {
    readonly type: string;
    readonly outputs?: Readonly<Record<string, unknown>>;
}
