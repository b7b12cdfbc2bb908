import { rm } from "node:fs/promises";
import * as path from "node:path";

import { Command } from "commander";

import { progress } from "../cli/action";
import { wholeNumber } from "../cli/numbers";
import { withSandboxStacks } from "../cli/sources/sandboxStacks";
import { runStack } from "../operations/stacks/oneStack";
import { checkout } from "../platform/checkout";
import { program } from "../program";
import { sandboxFolders } from "../sandbox/folders";
import { stopLocalAws } from "../sandbox/localAws";
import { writeRegistry } from "./registry";
import { grantLongTrust, manyIdentities } from "./scalePlatform";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Options {
    readonly accounts: number;
    readonly identities: number;
    readonly stacks: number;
}

/**
 * A platform of hundreds of accounts on a sandbox: the state stack, some of the account stacks, and the state stack again with one
 * account more, to see what that changes.
 */
async function scale({ accounts, identities, stacks }: Options): Promise<void> {
    const folders = sandboxFolders(`scale-${process.pid}`);
    const source = path.join(folders.root, "source");
    const platform = manyIdentities(identities);
    const begin = async (count: number): Promise<void> => {
        await writeRegistry(checkout, source, count - 1);
        await grantLongTrust(source);
    };
    /** Updates the first stacks of the registry. @returns what was created, updated or deleted in each, by type and name */
    const up = (count: number): Promise<void> =>
        withSandboxStacks(
            async ({ settings, engineFor }) => {
                const state = settings.stateAccount;
                const others = settings.accounts.filter((account) => account !== state);
                for (const account of [state, ...others.slice(0, count)]) {
                    const changed: string[] = [];
                    const started = Date.now();
                    const { changes } = await runStack(await engineFor(account.name), {
                        verb: "up",
                        account,
                        partition: settings.partition,
                        onlyChanged: false,
                        unlocks: false,
                        onOutput: () => undefined,
                        onEvent: ({ resOutputsEvent }) => {
                            const { op, urn } = resOutputsEvent?.metadata ?? {};
                            if (op !== undefined && !["same", "refresh", "read"].includes(op)) {
                                changed.push(`${op} ${String(urn).split("$").at(-1) ?? ""}`);
                            }
                        },
                    });
                    const seconds = ((Date.now() - started) / 1_000).toFixed(1);
                    print(`${account.name}: ${seconds} s; ${JSON.stringify(changes)}`);
                    if (changed.length <= 10) for (const one of changed) print(`  ${one}`);
                }
            },
            progress,
            { folders, source, program: () => program(platform) },
        );
    try {
        await begin(accounts);
        print(`${accounts} accounts, ${identities} identities:`);
        await up(stacks);
        await begin(accounts + 1);
        print(`${accounts + 1} accounts:`);
        await up(0);
    } finally {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    }
}

void new Command("npm run scale --")
    .description("deploys a platform of hundreds of accounts to a sandbox, and one account more")
    .option("--accounts <number>", "accounts of the registry", wholeNumber(3, 5_000), 300)
    .option("--identities <number>", "service accounts", wholeNumber(5, 1_000), 100)
    .option("--stacks <number>", "account stacks to deploy", wholeNumber(0, 5_000), 4)
    .action(scale)
    .parseAsync();
