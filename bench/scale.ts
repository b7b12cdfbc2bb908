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
import { roleCatalogue } from "../roles/catalogue";
import { openSandbox } from "../sandbox/up";
import { writeRegistry } from "./registry";
import { deployPlainly, matrixTotals } from "./scaleMatrix";
import { grantLongTrust, manyIdentities } from "./scalePlatform";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Options {
    readonly accounts: number;
    readonly identities: number;
    readonly stacks: number;
    readonly matrix?: boolean;
    readonly asked: number;
    readonly roles: number;
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

/** All stacks, and what STS answers in every account. @returns exit code: 0 if every answer is as expected */
async function matrix({ accounts, identities, asked, roles }: Options): Promise<number> {
    const folders = sandboxFolders(`scale-${process.pid}`);
    const source = path.join(folders.root, "source");
    const platform = manyIdentities(identities, roles);
    const started = Date.now();
    const cpu = process.cpuUsage();
    try {
        await writeRegistry(checkout, source, accounts - 1);
        await grantLongTrust(source);
        const sandbox = await openSandbox(folders, progress, undefined, source, () =>
            program(platform),
        );
        print(`${accounts} accounts, ${identities} identities, ${roles} roles an account:`);
        let done = 0;
        await deployPlainly(sandbox.deployer, sandbox.project.stacks, (name) => {
            done += 1;
            if (done % 10 === 0 || done <= 2) print(`${name}: ${done} of ${accounts} stacks`);
        });
        const totals = await matrixTotals(sandbox, platform, asked);
        for (const one of totals.wrong) print(`  NOT as expected: ${one}`);
        const seconds = (Date.now() - started) / 1_000;
        const { user, system } = process.cpuUsage(cpu);
        print(
            `${totals.cells} cells of STS: ${totals.assumed} assumed, ${totals.cells - totals.assumed} refused; ` +
                `${totals.wrongCount === 0 ? "all as expected" : `${totals.wrongCount} NOT as expected`}. ` +
                `${seconds.toFixed(0)} s, of which this process was busy ${((user + system) / 1e6).toFixed(0)} s`,
        );
        return totals.wrongCount === 0 ? 0 : 1;
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
    .option("--matrix", "deploy all stacks, without the pack, and ask STS in every account")
    .option(
        "--asked <number>",
        "with --matrix: identities to ask STS with",
        wholeNumber(1, 1_000),
        10,
    )
    .option(
        "--roles <number>",
        "with --matrix: roles of the catalogue in each account",
        wholeNumber(1, roleCatalogue.length),
        2,
    )
    .action(async (options: Options) => {
        if (options.matrix === true) process.exitCode = await matrix(options);
        else await scale(options);
    })
    .parseAsync();
