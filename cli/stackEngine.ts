import { hostname } from "node:os";
import * as path from "node:path";

import {
    ConcurrentUpdateError,
    LocalWorkspace,
    StackNotFoundError,
} from "@pulumi/pulumi/automation";
import type { LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation";

import type { Deployment } from "../operations/stacks/pendingCreates";
import type { EngineRun, StackEngine } from "../operations/stacks/oneStack";
import type { Verb } from "../operations/stacks/order";
import { isAlive } from "../platform/childProcess";
import { checkout } from "../platform/checkout";
import type { Settings } from "../platform/config";

/** The stacks of a platform, and their engines. */
export interface Stacks {
    /** Of any of its stacks. */
    readonly settings: Settings;
    readonly engineFor: (stack: string) => Promise<StackEngine>;
}

/** How a stack that isn't there is treated. */
export interface StackOptions {
    /** Creates it. */
    readonly init: boolean;
    /** Of new stacks, e.g. `awskms://alias/pulumi?region=us-east-1`. @default a passphrase */
    readonly secretsProvider?: string;
}

/**
 * The engine of a stack of this checkout, run by the Pulumi CLI as `pulumi up` runs it.
 *
 * @throws Error with the command that makes the stack, if it isn't there
 */
export async function checkoutEngine(
    stackName: string,
    { init, secretsProvider }: StackOptions,
): Promise<StackEngine> {
    const options: LocalWorkspaceOptions = secretsProvider === undefined ? {} : { secretsProvider };
    const args = { stackName, workDir: checkout };
    const stack = await LocalWorkspace.selectStack(args, options).catch((error: unknown) => {
        if (!(error instanceof StackNotFoundError)) throw error;
        if (init) return LocalWorkspace.createStack(args, options);
        throw new Error(
            `  stack "${stackName}" doesn't exist in this backend; make it: pulumi stack init ${stackName}, or --init`,
        );
    });
    return engineOf(stack, path.join(checkout, "policy-pack"));
}

/**
 * @param policyPack folder of the pack that judges previews and updates
 * @param importer the same stack, where an import needs another environment
 */
export const engineOf = (
    stack: Stack,
    policyPack: string,
    importer: () => Promise<Stack> = () => Promise.resolve(stack),
): StackEngine => ({
    run: (verb, options) => verbs[verb](stack, policyPack, options).catch(explainLock(stack.name)),
    exportDeployment: async () => (await stack.exportStack()).deployment as Deployment,
    replaceDeployment: async (read, deployment) => {
        const found = await stack.exportStack();
        // The engine locks an import, not what lies between reading and importing.
        if (JSON.stringify(found.deployment) !== JSON.stringify(read)) {
            throw new Error("  another run has changed the stack meanwhile; run this again");
        }
        await stack
            .importStack({ version: found.version, deployment })
            .catch(explainLock(stack.name));
    },
    importResources: async ({ nameTable, resources }) => {
        const opts = { nameTable, resources: [...resources], generateCode: false };
        await (await importer()).import(opts).catch(explainLock(stack.name));
    },
    unlock: () => stack.cancel(),
});

const verbs: Readonly<
    Record<Verb, (stack: Stack, policyPack: string, options: EngineRun) => Promise<unknown>>
> = {
    preview: (stack, pack, options) =>
        stack.preview({ ...options, policyPacks: [pack], diff: true }),
    // A trust policy whose user was made anew holds the dead user's id, which only a refresh sees.
    up: (stack, pack, options) => stack.up({ ...options, policyPacks: [pack], refresh: true }),
    refresh: (stack, _, options) => stack.refresh(options),
    destroy: (stack, _, options) => stack.destroy(options),
};

/** A stack is locked while it is updated. The engine says by whom; of this machine's processes, it is known whether they live. */
const explainLock =
    (stack: string) =>
    (error: unknown): never => {
        const { message } = error as Error;
        // An import of a state says the same, by another error.
        if (!(error instanceof ConcurrentUpdateError) && !message.includes("currently locked")) {
            throw error;
        }
        const [, holder = "another run", host = "", pid = ""] =
            /created by (\S+@(\S+) \(pid (\d+)\)[^\n]*)/.exec(message) ?? [];
        const isDead = host === hostname() && !isAlive(Number(pid));
        const next = isDead
            ? "that process has ended; take the lock away by running this again"
            : "wait for that run; if it was killed, run this again";
        throw new Error(`  locked by ${holder}: ${next} with --stacks ${stack} --unlock`, {
            cause: error,
        });
    };
