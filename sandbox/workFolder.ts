import { mkdir, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { stringify } from "yaml";

import type { Settings } from "../platform/config";
import { readProjectFile, readStackConfig, settingsOf } from "../platform/projectFiles";

/** A project as the sandbox deploys it. */
export interface Project {
    readonly name: string;
    /** Settings of every stack, the state stack first: the others read what it exports. */
    readonly stacks: readonly Settings[];
}

/**
 * Salt of the empty passphrase, the same for all stacks. It protects nothing, since a sandbox's state never contains
 * a secret; but the engine requires one, and needs 0.2 s for each distinct one.
 */
const encryptionsalt = "v1:KL5GyicK51k=:v1:s8mTE1efGINpF64k:Jy3624S9n1n1UbVKugCgqRlBA/nCjQ==";

/**
 * Copies the project's configuration into the work folder, as the sandbox can use it.
 *
 * Left out of the stack files: the role to deploy with, which the local AWS doesn't have before the first deployment, and
 * encrypted values with what they were encrypted by, since the sandbox has keys of its own.
 *
 * @param source folder of Pulumi.yaml
 * @param work folder to fill; emptied first
 * @throws ConfigError with every fault of a stack's configuration
 */
export async function fillWorkFolder(source: string, work: string): Promise<Project> {
    const project = await readProjectFile(source);
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    await writeFile(path.join(work, "Pulumi.yaml"), stringify(project.content));

    const stacks: Settings[] = [];
    for (const stack of project.accounts) {
        const whole = await readStackConfig(source, stack);
        const config = Object.fromEntries(
            Object.entries(whole).filter(([key]) => key !== `${project.name}:deployRoleArn`),
        );
        await writeFile(
            path.join(work, `Pulumi.${stack}.yaml`),
            stringify({ encryptionsalt, config }),
        );
        stacks.push(settingsOf(project, stack, config));
    }
    const isState = ({ account }: Settings): boolean => account.environment === "state";
    return {
        name: project.name,
        stacks: [...stacks.filter(isState), ...stacks.filter((stack) => !isState(stack))],
    };
}
