import { sandboxFolders } from "../../sandbox/folders";
import { openSandbox, up } from "../../sandbox/up";

/** Brings a sandbox up as `npm start` does, in a process that a test can kill. Its argument is the sandbox's name. */
async function main(): Promise<void> {
    const progress = (line: string): void => void process.stdout.write(`${line}\n`);
    await up(await openSandbox(sandboxFolders(process.argv[2]), progress), progress);
}

void main();
