import { LocalWorkspace } from "@pulumi/pulumi/automation";

import { checkout } from "../../platform/checkout";
import { policyPackIn, sandboxFolders } from "../../sandbox/folders";
import { withLock } from "../../sandbox/lock";
import { openSandbox, sandboxProgram } from "../../sandbox/up";
import type { Progress } from "../../sandbox/up";
import { engineOf } from "../stackEngine";
import type { Stacks } from "../stackEngine";

/**
 * Works on the stacks of the sandbox, which is started if it isn't running, and which no other run uses meanwhile.
 *
 * @param source folder of Pulumi.yaml and the stack files
 */
export const withSandboxStacks = <Result>(
    use: (stacks: Stacks) => Promise<Result>,
    progress: Progress,
    signal?: AbortSignal,
    folders = sandboxFolders(),
    source = checkout,
): Promise<Result> =>
    withLock(folders.lock, async () => {
        const { deployer, project } = await openSandbox(
            folders,
            progress,
            signal,
            source,
            sandboxProgram,
            false,
        );
        const [state] = project.stacks;
        if (state === undefined) throw new Error("Pulumi.yaml has no accounts.");
        return use({
            settings: state,
            engineFor: async (stackName) => {
                const found = project.stacks.find(({ account }) => account.name === stackName);
                const stack = await LocalWorkspace.createOrSelectStack(
                    { stackName, projectName: project.name, program: deployer.program },
                    {
                        workDir: folders.work,
                        pulumiCommand: deployer.command,
                        envVars: deployer.environment(found ?? state),
                    },
                );
                return engineOf(stack, policyPackIn(folders));
            },
        });
    });
