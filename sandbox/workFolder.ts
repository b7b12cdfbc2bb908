import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { isDeployedElsewhere } from "../platform/accounts";
import type { Settings } from "../platform/config";
import { readProjectFile, readStackConfig, settingsOf } from "../platform/projectFiles";
import type { ProjectFile } from "../platform/projectFiles";
import { withoutKeys } from "../platform/withoutKeys";

/** A project as the sandbox deploys it. */
export interface Project {
    readonly name: string;
    /** Settings of every stack that deploys an account, the state stack first: the others read what it exports. */
    readonly stacks: readonly Settings[];
}

/**
 * Salt of the empty passphrase, the same for all stacks. It protects nothing, since a sandbox's state never contains
 * a secret; but the engine requires one, and needs 0.2 s for each distinct one.
 */
const encryptionsalt = "v1:KL5GyicK51k=:v1:s8mTE1efGINpF64k:Jy3624S9n1n1UbVKugCgqRlBA/nCjQ==";

/**
 * Copies the project's configuration into the work folder, as the sandbox can use it: text for text, since a file that is
 * written anew may lose the quotes that say what a value is.
 *
 * Cut out of the stack files: the role to deploy with, which the local AWS doesn't have before the first deployment, and
 * how the stack encrypts, since the sandbox has a key of its own.
 *
 * @param source folder of Pulumi.yaml
 * @param work folder to fill; emptied first
 * @throws ProjectFileError or ConfigError with every fault of a file or a stack's configuration
 */
export async function fillWorkFolder(source: string, work: string): Promise<Project> {
    const project = await readProjectFile(source);
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    await copyFile(path.join(source, "Pulumi.yaml"), path.join(work, "Pulumi.yaml"));
    // The policy pack, which stands beside it, renders what teams add, too.
    await cp(path.join(source, "teams"), path.join(work, "teams"), { recursive: true }).catch(
        (error: unknown) => {
            if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        },
    );

    const stacks: Settings[] = [];
    for (const stack of project.accounts) {
        await readStackConfig(source, stack, project.name);
        await copyStackFile(source, work, stack, project);
        stacks.push(settingsOf(project, stack, await readStackConfig(work, stack, project.name)));
    }
    const isState = ({ account }: Settings): boolean => account.environment === "state";
    const deployed = stacks.filter(({ account }) => !isDeployedElsewhere(account));
    return {
        name: project.name,
        stacks: [...deployed.filter(isState), ...deployed.filter((stack) => !isState(stack))],
    };
}

async function copyStackFile(
    source: string,
    work: string,
    stack: string,
    { name }: ProjectFile,
): Promise<void> {
    const file = `Pulumi.${stack}.yaml`;
    const text = await readFile(path.join(source, file), "utf8").catch((error: unknown) => {
        // A stack without settings of its own needs no file.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return "config: {}\n";
        throw error;
    });
    const kept = withoutKeys(file, text, [
        ["encryptionsalt"],
        ["encryptedkey"],
        ["secretsprovider"],
        ["config", `${name}:deployRoleArn`],
        ["config", "deployRoleArn"],
    ]);
    await writeFile(path.join(work, file), `encryptionsalt: ${encryptionsalt}\n${kept}`);
}
