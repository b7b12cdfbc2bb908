import { parseKnownFiles } from "@smithy/core/config";
import { Command } from "commander";

import { sessionEnvironment } from "../credentials/childEnvironment";
import type { ChildOptions } from "../credentials/childEnvironment";
import { startCredentialServer } from "../credentials/credentialServer";
import { execCommand } from "../credentials/exec";
import { action, progress } from "./action";
import { withSession } from "./sessionOptions";
import { withSource, withStore } from "./sources";
import { openSession } from "./use";
import type { OpenSession, UseOptions } from "./use";

interface ExecOptions extends UseOptions {
    readonly region?: string;
    readonly server?: boolean;
    readonly json?: boolean;
}

export const credentialsExecCommand = (): Command =>
    withStore(withSource(withSession(new Command("exec"))))
        .description("run a command with a session of a role, assumed with the stored credential")
        .requiredOption("--identity <name>", "service account, by its IAM user name")
        .option(
            "--region <region>",
            "region for the command; default: the caller's, else the platform's",
        )
        .option(
            "--server",
            "renew the session for as long as the command runs: it gets an endpoint on this machine instead of variables, and no ~/.aws",
        )
        .option(
            "--json",
            "print the session, without its credentials, to stderr as a line of JSON; stdout is the command's",
        )
        .argument("<command>", "program to run")
        .argument("[args...]", "its arguments")
        .passThroughOptions()
        .addHelpText(
            "after",
            "\nThe command receives only the session's credentials, never the access key." +
                "\nVariables that outrank or leak credentials are withheld from it; docs/sessions.md lists them." +
                "\nExit code: the command's; 2 if no session could be created.",
        )
        .action(action(exec));

async function exec(
    command: string,
    args: readonly string[],
    options: ExecOptions,
): Promise<number> {
    const opened = await openSession(options);
    const { endpoint, region } = opened.platform.access;
    if (options.json === true) {
        const { identity } = options;
        const { expiration } = opened.session;
        process.stderr.write(`${JSON.stringify({ identity, role: opened.role, expiration })}\n`);
    }
    const child: ChildOptions = {
        region: (await callersRegion(process.env)) ?? region,
        ...(options.region === undefined ? {} : { forcedRegion: options.region }),
        ...(endpoint === undefined ? {} : { endpoint }),
    };
    const run =
        options.server === true
            ? runWithServer(command, args, opened, child)
            : execCommand(command, args, sessionEnvironment(process.env, opened.session, child));
    const code = await run;
    if (code === 127) progress(`"${command}" was not found; install it, or add its folder to PATH`);
    if (code === 126)
        progress(`"${command}" cannot be run: permission denied, or it is no program`);
    return code;
}

async function runWithServer(
    command: string,
    args: readonly string[],
    { session, renew }: OpenSession,
    child: ChildOptions,
): Promise<number> {
    const server = await startCredentialServer({
        first: session,
        renew,
        onFailure: (message) => {
            progress(`the session can't be renewed: ${message}`);
        },
    });
    try {
        return await execCommand(command, args, sessionEnvironment(process.env, server, child));
    } finally {
        await server.close();
    }
}

/** Region of the caller's AWS profile, which the command does not see. */
async function callersRegion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
    const profiles = await parseKnownFiles({});
    return profiles[env["AWS_PROFILE"] || "default"]?.["region"];
}
