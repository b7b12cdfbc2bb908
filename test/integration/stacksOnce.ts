import { withSandboxStacks } from "../../cli/sources/sandboxStacks";
import { runStacks } from "../../cli/stacks";
import { sandboxFolders } from "../../sandbox/folders";
import { leavingSource, programWithLeaving } from "./leaving";

/** `iam-profiles up` on a sandbox of its own, in a process that a test can kill. Its argument is the sandbox's name. */
async function main(): Promise<void> {
    const folders = sandboxFolders(process.argv[2]);
    const progress = (line: string): void => void process.stderr.write(`${line}\n`);
    process.exitCode = await withSandboxStacks(
        (stacks) => runStacks(stacks, "up", { parallel: 2 }),
        progress,
        { folders, source: await leavingSource(folders.root), program: programWithLeaving },
    );
}

void main();
