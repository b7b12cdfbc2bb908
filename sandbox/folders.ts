import * as path from "node:path";

import { checkout } from "../platform/checkout";

/** All data of one sandbox: a folder in the checkout that git ignores. */
export interface SandboxFolders {
    readonly root: string;
    /** The stacks' state. */
    readonly backend: string;
    /** Copies of Pulumi.yaml and the stack files; the engine runs here and may change them. */
    readonly work: string;
    /** Stand-in providers, for the engine's PATH. */
    readonly providers: string;
    /** Process id, port and log of the local AWS. */
    readonly localAws: string;
    /** Output of the engine, a file per stack. */
    readonly logs: string;
    /** Lock file. */
    readonly lock: string;
}

/**
 * The folders of a sandbox.
 *
 * @param name of the sandbox; tests use their own
 */
export function sandboxFolders(name = "default"): SandboxFolders {
    const root = path.join(checkout, ".sandbox", name);
    return {
        root,
        backend: path.join(root, "backend"),
        work: path.join(root, "work"),
        providers: path.join(root, "providers"),
        localAws: path.join(root, "local-aws"),
        logs: path.join(root, "logs"),
        lock: path.join(checkout, ".sandbox", `${name}.lock`),
    };
}

/** The policy pack, built beside the sandbox's copy of Pulumi.yaml, by which it judges. */
export const policyPackIn = ({ work }: SandboxFolders): string => path.join(work, "policy-pack");
