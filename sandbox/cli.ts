import { rm } from "node:fs/promises";

import { Command } from "commander";

import { fitted, fittedHelp, widthOf } from "../platform/fitted";
import { readStateSettings } from "../platform/projectFiles";
import { errorText } from "../platform/systemError";
import { withheldNames } from "../credentials/childEnvironment";
import { sandboxFolders } from "./folders";
import { localAwsStatus, stopLocalAws } from "./localAws";
import { withLock } from "./lock";
import { differences, matrixText } from "./matrix";
import { nextCommandsText } from "./nextCommands";
import { changePassword, signIn } from "./signIn";
import { signInByQuestions, signInText, withQuestions } from "./signInQuestions";
import { sandboxStatus, statusText } from "./status";

const folders = sandboxFolders();
const abort = new AbortController();
const started = Date.now();

/** Results go to stdout, progress to stderr. */
const print = (text: string): void =>
    void process.stdout.write(`${fitted(text, widthOf(process.stdout))}\n`);
const printJson = (value: unknown): void =>
    void process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
const progress = (line: string): void => {
    const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
    process.stderr.write(`${fitted(`${seconds} s  ${line}`, widthOf(process.stderr))}\n`);
};

interface UpOptions {
    readonly json?: boolean;
    readonly showViolation?: boolean;
    readonly diff?: boolean;
}

async function runUp({ json = false, showViolation = false, diff }: UpOptions): Promise<void> {
    // Loaded late, since they load Pulumi's engine driver, which other commands don't need.
    const { openSandbox, up } = await import("./up");
    const { attemptText, tryViolation } = await import("./violation");
    const sandbox = await openSandbox(folders, progress, abort.signal);
    const onDiff = (text: string): void => void process.stderr.write(`\n${text.trim()}\n\n`);
    const result = await up(sandbox, progress, diff === true ? onDiff : undefined);
    if (!json) print(`\n${matrixText(result.matrix, widthOf(process.stdout))}`);
    const attempt = showViolation ? await tryViolation(sandbox) : undefined;
    if (json) printJson({ ...result, attempt });
    else {
        if (attempt !== undefined) print(`\n${attemptText(attempt)}`);
        print(`\n${nextCommandsText()}`);
    }
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
    if (json) printJson(status);
    else print(statusText(status));
}

async function runSignIn(name: string): Promise<void> {
    const status = await localAwsStatus(folders.localAws);
    if (status.state !== "running") {
        throw new Error("The sandbox is not running. Start it: npm start");
    }
    // Silences the SDK's Node version warning; versions are pinned by the lockfile.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
    const { prefix, region, stateAccount } = await readStateSettings(folders.work);
    const place = { endpoint: status.endpoint, region, account: stateAccount.id };
    const user = name.startsWith(prefix) ? name : `${prefix}${name}`;
    const session = await withQuestions((ask) =>
        signInByQuestions(place, user, ask, { signIn, changePassword }),
    );
    const unset = withheldNames(process.env, true);
    // As it is: a shell reads it.
    process.stdout.write(`${signInText(session, place, unset)}\n`);
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
            const text = abort.signal.aborted ? "stopped" : errorText(error);
            process.stderr.write(`${fitted(text, widthOf(process.stderr))}\n`);
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
    .showHelpAfterError("Use --help to list the options.")
    .addHelpText("after", `\n${nextCommandsText()}`)
    .configureOutput({
        writeOut: (text) => process.stdout.write(fittedHelp(text, widthOf(process.stdout))),
        writeErr: (text) => process.stderr.write(fitted(text, widthOf(process.stderr))),
    })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
cli.command("up", { isDefault: true })
    .description("deploy all stacks into the local AWS and check the whole matrix with STS")
    .option("--show-violation", "also attempt to let nonprod into prod, and show the violation")
    .option("--diff", "print what changes in each stack that is updated, before it is, to stderr")
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
cli.command("sign-in")
    .description(
        "sign a person in to the local AWS, as a browser does to the console, and print the session as commands for a shell",
    )
    .argument("<name>", "IAM user name, with or without the prefix")
    .addHelpText(
        "after",
        '\nIt asks for the password and the MFA code. Use it so: eval "$(npm run -s sandbox -- sign-in NAME)"',
    )
    .action((name: string) => action(() => runSignIn(name), false)({}));
cli.command("down")
    .description("stop the local AWS and delete its data")
    .action(action(runDown, true));
void cli.parseAsync();
