import { Command } from "commander";

import { execCommand, sessionEnvironment } from "../credentials/exec";
import { action, progress } from "./action";
import { withSource, withStore } from "./sources";
import { openSession } from "./use";
import type { UseOptions } from "./use";

export const credentialsExecCommand = (): Command =>
    withStore(withSource(new Command("exec")))
        .description("run a command with a session of a role, assumed with the stored credential")
        .requiredOption("--identity <name>", "service account, by its IAM user name")
        .requiredOption("--role <role>", "the role's ARN, or NAME@ACCOUNT")
        .argument("<command>", "program to run")
        .argument("[args...]", "its arguments")
        .passThroughOptions()
        .addHelpText(
            "after",
            "\nThe command receives only the session's credentials, never the access key.\nExit code: the command's; 2 if no session could be created.",
        )
        .action(action(exec));

async function exec(
    command: string,
    args: readonly string[],
    options: UseOptions,
): Promise<number> {
    const { session, platform } = await openSession(options);
    const { endpoint, region } = platform.access;
    const sandbox = endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint };
    const code = await execCommand(
        command,
        args,
        sessionEnvironment(process.env, session, {
            // Older AWS CLIs read only AWS_DEFAULT_REGION.
            AWS_REGION: region,
            AWS_DEFAULT_REGION: region,
            ...sandbox,
        }),
    );
    if (code === 127) progress(`"${command}" is not found`);
    return code;
}
