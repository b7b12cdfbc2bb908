import { Command } from "commander";

/** Commands by name. Each is loaded when it is needed: some load the AWS SDK or Pulumi, which takes a while. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
    access: async () => (await import("./access")).accessCommand(),
    explain: async () => (await import("./explain")).explainCommand(),
    diff: async () => (await import("./diff")).diffCommand(),
    credentials: credentialsCommand,
    "aws-config": async () => (await import("./awsConfig")).awsConfigCommand(),
};

async function credentialsCommand(): Promise<Command> {
    const credentials = new Command("credentials")
        .description("access keys of service accounts: made into the secrets store, rotated, used")
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

/** Wrong usage exits with 2, whatever command it is of. */
function exitWith2(command: Command): void {
    command
        .showHelpAfterError("Run it with --help for its options.")
        .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
    command.commands.forEach(exitWith2);
}

async function main([first = ""]: readonly string[]): Promise<void> {
    const cli = new Command("iam-profiles")
        .description("Identities of the platform, their credentials, and what they reach.")
        .enablePositionalOptions();
    // Help, and what is misspelt, need all of them.
    const needed = Object.hasOwn(commands, first) ? [first] : Object.keys(commands);
    for (const name of needed) {
        const command = await commands[name]?.();
        if (command !== undefined) cli.addCommand(command);
    }
    exitWith2(cli);
    await cli.parseAsync();
}

// Exit code 1 is an answer; of a crash there is none.
process.on("uncaughtException", (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(2);
});
void main(process.argv.slice(2));
