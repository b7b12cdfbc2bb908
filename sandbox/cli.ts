import { rm } from "node:fs/promises";

import { Command } from "commander";

import { sandboxFolders } from "./folders";
import { stopLocalAws } from "./localAws";
import { withLock } from "./lock";
import { differences, matrixText } from "./matrix";
import { openSandbox, up } from "./up";
import { sandboxStatus, statusText } from "./status";
import { attemptText, tryViolation } from "./violation";

const folders = sandboxFolders();
const abort = new AbortController();
const started = Date.now();

/** Results go to stdout, progress to stderr. */
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const progress = (line: string): void => {
    const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
    process.stderr.write(`${seconds} s  ${line}\n`);
};

interface UpOptions {
    readonly json?: boolean;
    readonly showViolation?: boolean;
}

async function runUp({ json = false, showViolation = false }: UpOptions): Promise<void> {
    const sandbox = await openSandbox(folders, progress, abort.signal);
    const result = await up(sandbox, progress);
    if (!json) print(`\n${matrixText(result.matrix)}`);
    const attempt = showViolation ? await tryViolation(sandbox) : undefined;
    if (json) print(JSON.stringify({ ...result, attempt }, undefined, 2));
    else if (attempt !== undefined) print(`\n${attemptText(attempt)}`);
    if (differences(result.matrix).length > 0 || attempt?.violations.length === 0) {
        process.exitCode = 1;
    }
}

async function runDown(): Promise<void> {
    await stopLocalAws(folders.localAws);
    await rm(folders.root, { recursive: true, force: true });
    progress("the sandbox is stopped and removed");
}

async function runStatus({ json = false }: { readonly json?: boolean }): Promise<void> {
    const status = await sandboxStatus(folders);
    print(json ? JSON.stringify(status, undefined, 2) : statusText(status));
}

/** Runs a command; prints errors without stack traces and sets the exit code. */
function action<Options>(
    run: (options: Options) => Promise<void>,
    exclusive: boolean,
): (options: Options) => Promise<void> {
    return async (options) => {
        try {
            await (exclusive ? withLock(folders.lock, () => run(options)) : run(options));
        } catch (error) {
            process.stderr.write(
                `${abort.signal.aborted ? "stopped" : (error as Error).message}\n`,
            );
            process.exitCode = abort.signal.aborted ? 130 : 1;
        }
    };
}

// The first Ctrl-C lets the engine stop cleanly; a second one ends this process at once.
process.once("SIGINT", () => {
    progress("stopping; press Ctrl-C again to stop at once");
    abort.abort();
});

const cli = new Command("npm run sandbox --")
    .description(
        "The whole platform on this machine: a local AWS with all stacks, and a matrix of who can assume which role.",
    )
    .showHelpAfterError()
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
cli.command("up", { isDefault: true })
    .description("deploy all stacks into the local AWS and check the whole matrix with STS")
    .option("--show-violation", "also attempt to let nonprod into prod, and show the violation")
    .option("--json", "print the result as JSON")
    .addHelpText(
        "after",
        "\nExit code: 0 if every cell is as expected, 1 if not or on an error, 2 on wrong usage.",
    )
    .action(action(runUp, true));
cli.command("status")
    .description("show what is running and deployed")
    .option("--json", "print the result as JSON")
    .action(action(runStatus, false));
cli.command("down")
    .description("stop the local AWS and delete its data")
    .action(action(runDown, true));
void cli.parseAsync();
