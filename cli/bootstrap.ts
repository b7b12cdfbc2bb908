import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as readline from "node:readline/promises";

import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Command } from "commander";

import { bootstrap } from "../operations/bootstrap/bootstrap";
import type { Outcome } from "../operations/bootstrap/bootstrap";
import { outcomeJson, outcomeText } from "../operations/bootstrap/text";
import { isDeployedElsewhere } from "../platform/accounts";
import { checkout } from "../platform/checkout";
import { readProjectFile, readStateSettings } from "../platform/projectFiles";
import { proxyAgents } from "../platform/proxyAgents";
import { withoutKeys } from "../platform/withoutKeys";
import { listAccounts } from "./accounts";
import { action, exitCode, print, progress } from "./action";
import { bootstrapWorld } from "./bootstrapWorld";
import { checkoutEngine } from "./stackEngine";

interface BootstrapOptions {
    readonly account: string;
    readonly as?: string;
    readonly secretsProvider?: string;
    readonly keepAccess?: boolean;
    readonly unlock?: boolean;
    readonly yes?: boolean;
    readonly json?: boolean;
}

export const bootstrapCommand = (): Command =>
    new Command("bootstrap")
        .description(
            "take an account from empty to its pipeline, as a person with an admin session",
        )
        .requiredOption("--account <name>", "account, as Pulumi.yaml names it")
        .option(
            "--as <profile>",
            "AWS profile to verify the pipeline's role with: its entry role, or a session of it that aws-config wrote; default: stop before that",
        )
        .option("--secrets-provider <url>", "of a stack that is created, e.g. awskms://...")
        .option(
            "--keep-access",
            "the administrator's role or user is to stay, as the way in when nothing else works; its session must end",
        )
        .option("--unlock", "take away the lock that a killed run left on the stack")
        .option("--yes", "deploy without asking")
        .option("--json", "print the result as JSON")
        .addHelpText(
            "after",
            `
Example:
  $ AWS_PROFILE=prod-admin iam-profiles bootstrap --account prod --as PSKProdServiceAccount.PSKIamProfilesRole@prod

As you: says who you are, refuses another account, previews the stack with the policy pack, asks, deploys it, and writes
deployRoleArn into its file. With --as: assumes the pipeline's role and updates the stack with it. Then it says how
to end your own access, and when run again checks that it is gone. The state account comes first.
Interrupted or killed, it can be run again: what is done is not done again.

Exit code: 0 if all is done, 1 if something is left for you to do, 2 on an error or wrong usage, 130 on Ctrl-C.`,
        )
        .action(action(runBootstrap));

async function runBootstrap(options: BootstrapOptions): Promise<number> {
    const settings = await readStateSettings(checkout);
    const account = settings.accounts.find(({ name }) => name === options.account);
    if (account === undefined) {
        const names = settings.accounts.map(({ name }) => name).join(", ");
        throw new Error(`${options.account} is no account of Pulumi.yaml; it has ${names}`);
    }
    if (isDeployedElsewhere(account)) {
        throw new Error(
            `${account.name} is account ${settings.stateAccount.name}, too (${account.id}), whose stack deploys it; ` +
                `bootstrap ${settings.stateAccount.name} instead`,
        );
    }
    const { name: project } = await readProjectFile(checkout);
    const role = listAccounts(settings).find(({ id }) => id === account.id)?.deployRole ?? "";
    const abort = new AbortController();
    process.once("SIGINT", () => {
        progress("stopping; run it again for the rest; press Ctrl-C again to stop at once");
        abort.abort();
    });
    const agents = await proxyAgents();
    const clientConfig = { requestHandler: agents };
    const { as: profile } = options;
    const stackFile = path.join(checkout, `Pulumi.${account.name}.yaml`);
    const folder = path.join(checkout, ".bootstrap");
    const engineOptions = {
        init: true,
        ...(options.secretsProvider === undefined
            ? {}
            : { secretsProvider: options.secretsProvider }),
    };
    const steps: string[] = [];
    const world = bootstrapWorld({
        account,
        partition: settings.partition,
        project,
        role,
        reach: { region: settings.region, agents },
        administrator: () => defaultProvider({ clientConfig }),
        ...(profile === undefined ? {} : { identity: defaultProvider({ profile, clientConfig }) }),
        engine: (as) =>
            checkoutEngine(account.name, {
                ...engineOptions,
                ...(as === "administrator" ? {} : { profile: profile ?? "" }),
                ...(as === "identity"
                    ? {}
                    : { configFile: () => withoutRole(stackFile, project, folder) }),
            }),
        unlocks: options.unlock ?? false,
        stackFile,
        recordFile: path.join(folder, `${account.name}.json`),
        show: (text) => process.stderr.write(text),
        signal: abort.signal,
    });
    let outcome: Outcome;
    try {
        outcome = await bootstrap(world, {
            account,
            accounts: settings.accounts,
            role,
            keepsAccess: options.keepAccess ?? false,
            confirm: () => confirmed(account.name, options.yes ?? false),
            onStep: (text) => {
                steps.push(text);
                progress(text);
            },
        });
    } catch (error) {
        if (!abort.signal.aborted) throw error;
        progress("interrupted; run it again for the rest");
        return exitCode.interrupted;
    }
    print(
        options.json === true
            ? JSON.stringify(outcomeJson(account.name, outcome, steps), undefined, 2)
            : outcomeText(account.name, outcome),
    );
    return outcome.status === "done" ? exitCode.fine : exitCode.attention;
}

/** Asks on a terminal; elsewhere, only `--yes` deploys. */
async function confirmed(account: string, yes: boolean): Promise<boolean> {
    if (yes) return true;
    if (!process.stdin.isTTY) return false;
    const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
    try {
        return (await terminal.question(`Type ${account} to deploy this: `)).trim() === account;
    } finally {
        terminal.close();
    }
}

/**
 * A copy of the stack's file without the role to deploy with, which isn't there yet, or doesn't trust an administrator.
 *
 * @returns its path
 */
async function withoutRole(stackFile: string, project: string, folder: string): Promise<string> {
    const name = path.basename(stackFile);
    const keys = [`${project}:deployRoleArn`, "deployRoleArn"].map((key) => ["config", key]);
    const text = withoutKeys(name, await readFile(stackFile, "utf8"), keys);
    await mkdir(folder, { recursive: true });
    const copy = path.join(folder, name);
    await writeFile(copy, text);
    return copy;
}
