import { Command } from "commander";

import { awsConfigCommand } from "./awsConfig";
import { credentialsExecCommand } from "./credentialsExec";
import { credentialsProcessCommand } from "./credentialsProcess";
import { credentialsRotateCommand } from "./credentialsRotate";
import { credentialsStatusCommand } from "./credentialsStatus";

const cli = new Command("iam-profiles")
    .description("Identities of the platform, their credentials, and what they reach.")
    .enablePositionalOptions();
const credentials = cli
    .command("credentials")
    .description("access keys of service accounts: made into the secrets store, rotated, used")
    .enablePositionalOptions();
for (const command of [
    credentialsStatusCommand(),
    credentialsRotateCommand(),
    credentialsExecCommand(),
    credentialsProcessCommand(),
]) {
    credentials.addCommand(command);
}
cli.addCommand(awsConfigCommand());

/** Wrong usage exits with 2, whatever command it is of. */
function exitWith2(command: Command): void {
    command
        .showHelpAfterError("Run it with --help for its options.")
        .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
    command.commands.forEach(exitWith2);
}
exitWith2(cli);
void cli.parseAsync();
