import * as pulumi from "@pulumi/pulumi";

import { ProjectFileError } from "./programError";
import { readProjectFile, readStackConfig } from "./projectFiles";
import { runningFaults } from "./sharedSettings";

/**
 * Refuses to run with shared settings that aren't those of Pulumi.yaml.
 *
 * @param folder of Pulumi.yaml and the stack files
 * @throws ProjectFileError naming the file, and each key
 */
export async function refuseOverrides(folder: string): Promise<void> {
    const { name, config } = await readProjectFile(folder);
    const stack = pulumi.getStack();
    // The file first: where it is at fault, it can be named for certain.
    await readStackConfig(folder, stack, name);
    const faults = runningFaults(name, stack, config, pulumi.runtime.allConfig());
    if (faults.length > 0) throw new ProjectFileError(`The configuration of "${stack}"`, faults);
}
