import { readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as path from "node:path";

import {
    ConcurrentUpdateError,
    LocalWorkspace,
    StackNotFoundError,
} from "@pulumi/pulumi/automation";
import type { GlobalOpts, LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation";

import { despiteEmptyAttributes } from "../operations/stacks/emptyAttributes";
import { StackLockedError } from "../operations/stacks/lock";
import type { Deployment } from "../operations/stacks/pendingCreates";
import type { EngineRun, StackEngine } from "../operations/stacks/oneStack";
import type { Verb } from "../operations/stacks/order";
import { isAlive, run } from "../platform/childProcess";
import { checkout } from "../platform/checkout";
import type { Settings } from "../platform/config";
import { withEncryption } from "../platform/stackEncryption";
import { withoutSummary } from "../platform/withoutSummary";

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
    /** AWS profile of the engine and its providers. @default the caller's own credentials */
    readonly profile?: string;
    /** Makes another file of the stack's settings, once the stack is there. @default Pulumi.<stack>.yaml */
    readonly configFile?: () => Promise<string>;
}

/**
 * The engine of a stack of this checkout, run by the Pulumi CLI as `pulumi up` runs it.
 *
 * @throws Error with the command that makes the stack, if it isn't there
 */
export async function checkoutEngine(
    stackName: string,
    { init, secretsProvider, profile, configFile }: StackOptions,
): Promise<StackEngine> {
    const options: LocalWorkspaceOptions = {
        ...(secretsProvider === undefined ? {} : { secretsProvider }),
        ...(profile === undefined ? {} : { envVars: profileVariables(profile) }),
    };
    const args = { stackName, workDir: checkout };
    const select = (): Promise<Stack> => LocalWorkspace.selectStack(args, options);
    const stack = await selected(select, options).catch((error: unknown) => {
        if (!(error instanceof StackNotFoundError)) throw error;
        if (init) return createStack(args, options);
        throw new Error(
            `  stack "${stackName}" doesn't exist in this backend; make it: pulumi stack init ${stackName}, or --init`,
        );
    });
    const file = await configFile?.();
    return engineOf(
        stack,
        path.join(checkout, "policy-pack"),
        file === undefined ? {} : { configFile: file },
    );
}

/** Selects a stack, also one that a killed run left so that it can't be read. */
export const selected = (
    select: () => Promise<Stack>,
    options: LocalWorkspaceOptions,
): Promise<Stack> =>
    despiteEmptyAttributes(select, {
        backend: async () =>
            backendOf(await LocalWorkspace.create({ workDir: checkout, ...options })),
    });

/** Creates a stack, whose settings stay: the engine would leave nothing of its file but how the stack encrypts. */
async function createStack(
    args: { readonly stackName: string; readonly workDir: string },
    options: LocalWorkspaceOptions,
): Promise<Stack> {
    const name = `Pulumi.${args.stackName}.yaml`;
    const file = path.join(args.workDir, name);
    const read = (): Promise<string> =>
        readFile(file, "utf8").catch((error: unknown) => {
            if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
            throw error;
        });
    const before = await read();
    try {
        return await LocalWorkspace.createStack(args, options).catch(explainLeftLock);
    } finally {
        await writeFile(file, withEncryption(name, before, await read()));
    }
}

/** `pulumi cancel` takes no lock away of a stack that isn't there. */
function explainLeftLock(error: unknown): never {
    const [, url, holder] = /^\s*(\S+): created by ([^\n]+)/m.exec((error as Error).message) ?? [];
    if (url === undefined || holder === undefined) throw error;
    throw new Error(
        `  locked by ${holder}, which creates this stack or was killed while it did; if it was, delete its lock, and run this again: ${url}`,
        { cause: error },
    );
}

/** The profile alone: keys in the environment outrank it. */
const profileVariables = (profile: string): Record<string, string> => ({
    AWS_PROFILE: profile,
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_SESSION_TOKEN: "",
});

interface EngineOptions {
    /** File of the stack's settings. @default Pulumi.<stack>.yaml */
    readonly configFile?: string;
    /** The same stack, where an import needs another environment. */
    readonly importer?: () => Promise<Stack>;
}

/** @param policyPack folder of the pack that judges previews and updates */
export const engineOf = (
    stack: Stack,
    policyPack: string,
    { configFile, importer = () => Promise.resolve(stack) }: EngineOptions = {},
): StackEngine => ({
    run: (verb, options) =>
        despiteEmptyAttributes(
            () =>
                verbs[verb](withoutSummary(stack), policyPack, {
                    ...options,
                    ...(configFile === undefined ? {} : { configFile }),
                }),
            { backend: () => backendOf(stack.workspace) },
        ).catch(explainLock(stack.name)),
    exportDeployment: async () => {
        const found = await despiteEmptyAttributes(() => exported(stack), {
            backend: () => backendOf(stack.workspace),
        });
        return found.deployment;
    },
    replaceDeployment: async (read, deployment) => {
        const found = await exported(stack);
        // The engine locks an import, not what lies between reading and importing.
        if (JSON.stringify(found.deployment) !== JSON.stringify(read)) {
            throw new Error("  another run has changed the stack meanwhile; run this again");
        }
        await despiteEmptyAttributes(
            () => stack.importStack({ version: found.version, deployment }),
            { backend: () => backendOf(stack.workspace) },
        ).catch(explainLock(stack.name));
    },
    importResources: async ({ nameTable, resources }) => {
        const opts = { nameTable, resources: [...resources], generateCode: false };
        await withoutSummary(await importer())
            .import(opts)
            .catch(explainLock(stack.name));
    },
    unlock: () => stack.cancel(),
});

/**
 * A stack's state, whose secrets stay encrypted. `Stack.exportStack` decrypts them, and an import of what it returns writes them
 * to a file; and the engine needs half as much time again for the key of a passphrase.
 */
async function exported({ name, workspace }: Stack): Promise<ExportedState> {
    const args = ["stack", "export", "--stack", name, "--non-interactive"];
    const env = { ...process.env, ...workspace.envVars };
    const { command } = workspace.pulumiCommand;
    return JSON.parse(await run(command, args, { cwd: workspace.workDir, env })) as ExportedState;
}

interface ExportedState {
    readonly version: number;
    readonly deployment: Deployment;
}

/** Address of a workspace's backend. */
const backendOf = async (workspace: Pick<LocalWorkspace, "whoAmI">): Promise<string> =>
    (await workspace.whoAmI()).url ?? "";

const verbs: Readonly<
    Record<
        Verb,
        (
            stack: Stack,
            policyPack: string,
            options: EngineRun & Pick<GlobalOpts, "configFile">,
        ) => Promise<unknown>
    >
> = {
    preview: (stack, pack, options) =>
        stack.preview({ ...options, policyPacks: [pack], diff: true }),
    // A trust policy whose user was made anew holds the dead user's id, which only a refresh sees. Without the program, a refresh
    // and a destruction use the providers in the state: the role of an earlier caller, which may not trust this one.
    up: (stack, pack, options) =>
        stack.up({ ...options, policyPacks: [pack], refresh: true, runProgram: true }),
    refresh: (stack, _, options) => stack.refresh({ ...options, runProgram: true }),
    destroy: (stack, _, options) => stack.destroy({ ...options, runProgram: true }),
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
        const lives = host === hostname() ? isAlive(Number(pid)) : undefined;
        throw new StackLockedError(stack, holder, lives, error);
    };
