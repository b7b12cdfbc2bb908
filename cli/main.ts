import { Command } from "commander";

import { errorText } from "../platform/systemError";
import { fitted, fittedHelp, widthOf } from "../platform/fitted";
import { ownVersion } from "./origin";

/** Commands by name. Loaded on demand, since some load the AWS SDK or Pulumi, which is slow. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
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

async function credentialsCommand(): Promise<Command> {
    const credentials = new Command("credentials")
        .description(
            "create, rotate and use service accounts' access keys (kept in the secrets store)",
        )
        .enablePositionalOptions();
    for (const command of [
        (await import("./credentialsStatus")).credentialsStatusCommand(),
        (await import("./credentialsRotate")).credentialsRotateCommand(),
        (await import("./credentialsExec")).credentialsExecCommand(),
        (await import("./credentialsProcess")).credentialsProcessCommand(),
        (await import("./credentialsExport")).credentialsExportCommand(),
        (await import("./credentialsConsole")).credentialsConsoleCommand(),
    ]) {
        credentials.addCommand(command);
    }
    return credentials;
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
export async function main([first = ""]: readonly string[]): Promise<void> {
    const cli = new Command("iam-profiles")
        .description(
            "Identities of the platform, their credentials, and the roles that they can reach.",
        )
        .version(ownVersion(), "--version", "print the version")
        .enablePositionalOptions();
    // Help and misspelt names need all commands.
    const needed = Object.hasOwn(commands, first) ? [first] : Object.keys(commands);
    for (const name of needed) {
        const command = await commands[name]?.();
        if (command !== undefined) cli.addCommand(command);
    }
    if (first === "complete") {
        const { completeCommand } = await import("./completionCommand");
        cli.addCommand(completeCommand(cli), { hidden: true });
    }
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
