import { Command } from "commander";

import { credentialProcessOutput } from "../credentials/credentialProcess";
import { action, exitCode, print } from "./action";
import type { ReaderProfile } from "../credentials/ownProcess";
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
        .description(
            "print a session of a role, in the format of credential_process in ~/.aws/config",
        )
        .requiredOption("--identity <name>", "service account, by its IAM user name")
        .option("--json", "the output is JSON with and without it")
        .option(
            "--profile <name>",
            "AWS profile to read the stored credential with; default: AWS_PROFILE, unless its credentials come from this command, else what the AWS SDKs find",
        )
        .action(action(printSession));

async function printSession(options: ProcessOptions): Promise<number> {
    const reader = await useReaderProfile(options.profile);
    const { session } = await openSession(options).catch((error: unknown) => {
        const why = (error as Error).message;
        const hint = readerHint(reader, why);
        throw new Error(hint === undefined ? why : `${why}\n${hint}`);
    });
    print(credentialProcessOutput(session));
    return exitCode.fine;
}

/** What a user has to know of the profile that the stored credential was read with, where that may be the cause. */
function readerHint({ profile, passedOver }: ReaderProfile, why: string): string | undefined {
    const next = "name another one with --profile";
    if (passedOver !== undefined) {
        return `AWS profile "${passedOver}" was not used for it, since its credentials come from iam-profiles; ${next}`;
    }
    if (!why.includes("no AWS credentials were found")) return undefined;
    const used = profile === undefined ? "the default AWS profile" : `AWS profile "${profile}"`;
    return `The stored credential is read with ${used}; if its credentials come from iam-profiles by way of another program, ${next}`;
}
