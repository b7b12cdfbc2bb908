import { Command } from "commander";

import { credentialProcessOutput } from "../credentials/credentialProcess";
import { action, exitCode, print } from "./action";
import { useReaderProfile } from "./readerProfile";
import { withSession } from "./sessionOptions";
import { withSource, withStore } from "./sources";
import { openSession } from "./use";
import type { UseOptions } from "./use";

interface ProcessOptions extends UseOptions {
    readonly profile?: string;
}

export const credentialsProcessCommand = (): Command =>
    withStore(withSource(withSession(new Command("process"))))
        .description("prints a session of a role, as a credential_process of ~/.aws/config does")
        .requiredOption("--identity <name>", "service account, by its IAM user name")
        .option(
            "--profile <name>",
            "AWS profile to read the stored credential with; default: AWS_PROFILE, unless its credentials come from this command, else what the AWS SDKs find",
        )
        .action(action(printSession));

async function printSession(options: ProcessOptions): Promise<number> {
    const { passedOver } = await useReaderProfile(options.profile);
    const { session } = await openSession(options).catch((error: unknown) => {
        const why = (error as Error).message;
        if (passedOver === undefined) throw error;
        throw new Error(
            `${why}\nAWS profile "${passedOver}" was not used for it, since its credentials come from iam-profiles; name another one with --profile`,
        );
    });
    print(credentialProcessOutput(session));
    return exitCode.fine;
}
