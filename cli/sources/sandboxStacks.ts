import * as path from "node:path";

import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";

import { checkout } from "../../platform/checkout";
import { exists } from "../../sandbox/cacheFolder";
import { openStack } from "../../sandbox/deploy";
import { policyPackIn, sandboxFolders } from "../../sandbox/folders";
import { ensureLanguageHost } from "../../sandbox/languageHost";
import { withLock } from "../../sandbox/lock";
import type { SandboxFolders } from "../../sandbox/folders";
import { openSandbox, sandboxProgram } from "../../sandbox/up";
import type { Progress } from "../../sandbox/up";
import { engineOf, selected } from "../stackEngine";
import type { Stacks } from "../stackEngine";

/** Which sandbox, and what it deploys. */
export interface SandboxStacksOptions {
    readonly signal?: AbortSignal;
    /** @default the folders of `npm start`'s sandbox */
    readonly folders?: SandboxFolders;
    /** Folder of Pulumi.yaml and the stack files. @default the checkout */
    readonly source?: string;
    /** @default the checkout's program */
    readonly program?: PulumiFn;
    /** Variables of the engine, e.g. another backend's address. @default a backend of files */
    readonly variables?: (endpoint: string) => Readonly<Record<string, string>>;
}

/** Works on the stacks of the sandbox, which is started if it isn't running, and which no other run uses meanwhile. */
export const withSandboxStacks = <Result>(
    use: (stacks: Stacks) => Promise<Result>,
    progress: Progress,
    {
        signal,
        folders = sandboxFolders(),
        source = checkout,
        program = sandboxProgram,
        variables = () => ({}),
    }: SandboxStacksOptions = {},
): Promise<Result> =>
    withLock(folders.lock, async () => {
        const { deployer, endpoint, project } = await openSandbox(
            folders,
            progress,
            signal,
            source,
            program,
            false,
        );
        const [state] = project.stacks;
        if (state === undefined) throw new Error("Pulumi.yaml has no accounts.");
        return use({
            settings: state,
            engineFor: async (stackName) => {
                const found = project.stacks.find(({ account }) => account.name === stackName);
                const of = found ?? { ...state, account: { ...state.account, name: stackName } };
                const select = (more: Readonly<Record<string, string>> = {}): Promise<Stack> => {
                    const envVars = { ...variables(endpoint), ...more };
                    return selected(() => openStack(deployer, of, envVars), {
                        workDir: folders.work,
                        pulumiCommand: deployer.command,
                        envVars: { ...deployer.environment(of), ...envVars },
                    });
                };
                // An import asks the language host for the program's packages; an engine built from source has none.
                const importer = async (): Promise<Stack> => {
                    const beside = path.dirname(deployer.command.command);
                    const name = `pulumi-language-nodejs${process.platform === "win32" ? ".exe" : ""}`;
                    if (await exists(path.join(beside, name))) return select();
                    const host = await ensureLanguageHost(progress, signal);
                    const PATH = [deployer.environment(of)["PATH"], host].join(path.delimiter);
                    return select({ PATH });
                };
                return engineOf(await select(), policyPackIn(folders), { importer });
            },
        });
    });
