import { Command } from "commander";

import { credentialProcessOutput } from "../credentials/credentialProcess";
import { action, exitCode, print } from "./action";
import { withSource, withStore } from "./sources";
import { openSession } from "./use";
import type { UseOptions } from "./use";

export const credentialsProcessCommand = (): Command =>
    withStore(withSource(new Command("process")))
        .description(
            "print a session of a role, in the format of credential_process in ~/.aws/config",
        )
        .requiredOption("--identity <name>", "service account, by its IAM user name")
        .requiredOption("--role <role>", "the role's ARN, or NAME@ACCOUNT")
        .action(action(printSession));

async function printSession(options: UseOptions): Promise<number> {
    const { session } = await openSession(options);
    print(credentialProcessOutput(session));
    return exitCode.fine;
}
