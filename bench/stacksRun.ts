import { withSandboxStacks } from "../cli/sources/sandboxStacks";
import { runStacks } from "../cli/stacks";
import { progress } from "../cli/action";
import { sandboxFolders } from "../sandbox/folders";

/** `iam-profiles up --unlock` on a sandbox of its own, in a process that the bench can kill: NAME SOURCE PARALLEL. */
async function main([name, source = "", parallel = "2"]: string[]): Promise<number> {
    return withSandboxStacks(
        (stacks) =>
            runStacks(stacks, "up", { parallel: Number(parallel), unlock: true, json: true }),
        progress,
        { folders: sandboxFolders(name), source },
    );
}

main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
        console.error((error as Error).stack);
        process.exitCode = 2;
    },
);
