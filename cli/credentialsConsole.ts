import { once } from "node:events";
import * as readline from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { Command } from "commander";

import type { Settings } from "../platform/config";
import { awsClients } from "../credentials/awsServices";
import { callerArn } from "../credentials/callerClass";
import { consoleSignInUrl, httpsGet } from "../credentials/consoleSignIn";
import { assumedSession } from "../credentials/session";
import type { Session } from "../credentials/session";
import { proxyAgents } from "../platform/proxyAgents";
import type { ProxyAgents } from "../platform/proxyAgents";
import { readStateSettings } from "../platform/projectFiles";
import { checkout } from "../platform/checkout";
import { action, exitCode, print } from "./action";
import { sessionRequest, withSession } from "./sessionOptions";
import { withSource, withStore } from "./sources";
import { openSession } from "./use";
import type { UseOptions } from "./use";

interface ConsoleOptions extends Omit<UseOptions, "identity"> {
    readonly identity?: string;
    readonly mfa?: string | true;
    readonly region?: string;
    readonly json?: boolean;
}

export const credentialsConsoleCommand = (): Command =>
    withStore(withSource(withSession(new Command("console"))))
        .description("prints a URL that signs a browser in to the AWS console as a role")
        .option(
            "--identity <name>",
            "service account to assume the role as; default: the caller's own AWS credentials",
        )
        .option(
            "--mfa [arn]",
            "ask for a code of the caller's MFA device; default: the one that is named after the user",
        )
        .option("--json", 'print JSON: { "url": ... }')
        .option("--region <region>", "region that the console opens in; default: the platform's")
        .addHelpText(
            "after",
            "\nAnyone who has the URL within 15 minutes has the session: open it, and do not share it.",
        )
        .action(action(signIn));

async function signIn(options: ConsoleOptions): Promise<number> {
    if (options.sandbox === true) {
        throw new Error("--sandbox has no AWS console; leave it out, or use `credentials exec`");
    }
    if (options.identity !== undefined && options.mfa !== undefined) {
        throw new Error("--mfa is for people; a service account (--identity) has no MFA device");
    }
    const settings = await readStateSettings(checkout);
    const agents = await proxyAgents();
    const session =
        options.identity === undefined
            ? await callersSession(options, settings, agents)
            : (await openSession({ ...options, identity: options.identity })).session;
    const url = await consoleSignInUrl(session, {
        partition: settings.partition,
        region: options.region ?? settings.region,
        get: httpsGet(agents),
    });
    print(options.json === true ? JSON.stringify({ url }) : url);
    return exitCode.fine;
}

/** A session of the role, assumed with the caller's own credentials. */
async function callersSession(
    options: ConsoleOptions,
    settings: Settings,
    agents: ProxyAgents,
): Promise<Session> {
    const request = sessionRequest(options, settings);
    const { sts } = awsClients({ region: settings.region, agents });
    const caller = await callerArn(sts, sleep);
    const mfa =
        options.mfa === undefined ? {} : { mfa: await askForCode(mfaSerial(options.mfa, caller)) };
    return assumedSession(sts, caller, { ...request, ...mfa }, sleep);
}

/** @throws Error if the caller is no user and no device is named */
function mfaSerial(given: string | true, caller: string): string {
    if (given !== true) return given;
    const [, account, name] =
        /^(arn:aws[a-z-]*:iam::\d{12}:)user\/(?:.*\/)?([^/]+)$/.exec(caller) ?? [];
    if (account === undefined || name === undefined) {
        throw new Error(`${caller} is no IAM user; name the MFA device with --mfa ARN`);
    }
    return `${account}mfa/${name}`;
}

async function askForCode(
    serialNumber: string,
): Promise<{ readonly serialNumber: string; readonly code: string }> {
    const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
    try {
        // Without it, a question that is never answered would end the command, as if all were fine.
        const closed = once(terminal, "close").then(() => "");
        const asked = terminal.question(`MFA code of ${serialNumber}: `);
        const code = (await Promise.race([asked, closed])).trim();
        if (!/^\d{6}$/.test(code)) throw new Error("An MFA code has 6 digits; try again");
        return { serialNumber, code };
    } finally {
        terminal.close();
    }
}
