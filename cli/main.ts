import { Command } from "commander";

import { errorText } from "../platform/systemError";
import { fitted, fittedHelp, widthOf } from "../platform/fitted";
import { ownVersion } from "./origin";

/** Commands by name, each with the word after it. Loaded on demand, since some load the AWS SDK or Pulumi, which is slow. */
export const commands: Readonly<Record<string, (next?: string) => Promise<Command>>> = {
    access: async () => (await import("./access")).accessCommand(),
    explain: async () => (await import("./explain")).explainCommand(),
    diff: async () => (await import("./diff")).diffCommand(),
    needs: async () => (await import("./needs")).needsCommand(),
    token: async () => (await import("./token")).tokenCommand(),
    new: async () => (await import("./new")).newCommand(),
    accounts: async () => (await import("./accounts")).accountsCommand(),
    up: async () => (await import("./stacks")).stacksCommand("up"),
    preview: async () => (await import("./stacks")).stacksCommand("preview"),
    refresh: async () => (await import("./stacks")).stacksCommand("refresh"),
    destroy: async () => (await import("./stacks")).stacksCommand("destroy"),
    bootstrap: async () => (await import("./bootstrap")).bootstrapCommand(),
    credentials: credentialsCommand,
    adopt: async () => (await import("./adopt")).adoptCommand(),
    probe: async () => (await import("./probe")).probeCommand(),
    status: async () => (await import("./status")).statusCommand(),
    drift: async () => (await import("./drift")).driftCommand(),
    identity: async () => (await import("./remove")).removeCommand("identity"),
    person: async () => (await import("./person")).personCommand(),
    role: async () => (await import("./remove")).removeCommand("role"),
    account: async () => (await import("./remove")).removeCommand("account"),
    platform: async () => (await import("./remove")).removeCommand("platform"),
    glossary: async () => (await import("./glossary")).glossaryCommand(),
    mcp: async () => (await import("./mcpCommand")).mcpCommand(),
    completion: async () => (await import("./completionCommand")).completionCommand(),
    "aws-config": async () => (await import("./awsConfig")).awsConfigCommand(),
};

const credentialsCommands: typeof commands = {
    status: async () => (await import("./credentialsStatus")).credentialsStatusCommand(),
    rotate: async () => (await import("./credentialsRotate")).credentialsRotateCommand(),
    exec: async () => (await import("./credentialsExec")).credentialsExecCommand(),
    process: async () => (await import("./credentialsProcess")).credentialsProcessCommand(),
    export: async () => (await import("./credentialsExport")).credentialsExportCommand(),
    console: async () => (await import("./credentialsConsole")).credentialsConsoleCommand(),
};

async function credentialsCommand(next?: string): Promise<Command> {
    const credentials = new Command("credentials")
        .description(
            "create, rotate and use service accounts' access keys (kept in the secrets store)",
        )
        .enablePositionalOptions();
    return withCommands(credentials, credentialsCommands, next);
}

/** Adds the command that is named, or all: help and misspelt names need them. */
async function withCommands(
    parent: Command,
    known: typeof commands,
    name = "",
    next?: string,
): Promise<Command> {
    const needed = Object.hasOwn(known, name) ? [name] : Object.keys(known);
    for (const one of needed) {
        const command = await known[one]?.(next);
        if (command !== undefined) parent.addCommand(command);
    }
    return parent;
}

/** Adds what completes a command line, and of the other commands no more than that needs: a user waits for it. */
async function completing(cli: Command, words: readonly string[]): Promise<void> {
    // The last word is the one to complete.
    const [first, next] = words.filter((word) => word !== "--").slice(0, -1);
    if (first === undefined) for (const name of Object.keys(commands)) cli.command(name);
    else await withCommands(cli, commands, first, next);
    const { completeCommand } = await import("./completionCommand");
    cli.addCommand(completeCommand(cli), { hidden: true });
}

/** Wrong usage exits with 2, for every command; help fits the terminal. */
export function exitWith2(command: Command): void {
    command
        .configureOutput({
            writeOut: (text) => process.stdout.write(fittedHelp(text, widthOf(process.stdout))),
            writeErr: (text) => process.stderr.write(fitted(text, widthOf(process.stderr))),
        })
        .showHelpAfterError("Use --help to list the options.")
        .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
    command.commands.forEach(exitWith2);
}

/** Runs the command line. @param args after the program's name */
export async function main(args: readonly string[]): Promise<void> {
    const [first, next] = args;
    const cli = new Command("iam-profiles")
        .description(
            "Identities of the platform, their credentials, and the roles that they can reach.",
        )
        .version(ownVersion(), "--version", "print the version")
        .enablePositionalOptions();
    if (first === "complete") await completing(cli, args.slice(1));
    else await withCommands(cli, commands, first, next);
    cli.addHelpText(
        "after",
        "\nWhat the words mean: iam-profiles glossary. Completion: iam-profiles completion --help.",
    );
    exitWith2(cli);
    await cli.parseAsync();
}

/** Exit code 1 is a result, so a crash must not exit with it. */
export function exitWith2OnCrash(): void {
    process.on("uncaughtException", (error) => {
        const isSystems = "syscall" in error;
        process.stderr.write(`${isSystems ? errorText(error) : (error.stack ?? error.message)}\n`);
        process.exit(2);
    });
}
