import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { Command, Option } from "commander";

import { outFile, writePieces } from "../access";
import { deletionSteps } from "../operations/drift/deletion";
import { driftOf } from "../operations/drift/drift";
import type { Drift } from "../operations/drift/drift";
import { stacksToUpdate, versionsToPrune } from "../operations/drift/reapplication";
import { driftSarif } from "../operations/drift/sarif";
import { driftJson, driftText, statusOf } from "../operations/drift/text";
import type { LiveAccount } from "../operations/liveAccount";
import { carryOut, stepText } from "../operations/step";
import { checkout } from "../platform/checkout";
import { contractOfFile } from "../identities/readContract";
import { action, exitCode, print, printText, progress, stopOnInterrupt } from "./action";
import { openOperations } from "./openOperations";
import { withOperations } from "./operations";
import type { Operations, OperationsOptions } from "./operations";

const formats = ["table", "json", "sarif"] as const;

interface DriftOptions extends OperationsOptions {
    readonly format: (typeof formats)[number];
    readonly out?: string;
    readonly sarif?: string;
    readonly contract?: string;
    readonly ignore: readonly string[];
    readonly fix?: boolean;
    readonly delete?: readonly string[];
}

export const driftCommand = (): Command =>
    withOperations(new Command("drift"))
        .description("how the accounts differ from the program: changed, missing, and undeclared")
        .addOption(
            new Option("--format <format>", "output format").choices(formats).default("table"),
        )
        .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
        .option(
            "--out <file>",
            "write to a file; the first line of the table is then printed to stderr",
        )
        .option("--sarif <file>", "also write SARIF, from the same reading of the accounts")
        .option(
            "--contract <file>",
            "the state stack's contract, the output of `pulumi stack output contract --json`; default: run pulumi",
        )
        .option(
            "--ignore <id>",
            "leave out a finding by its ID, or what is about an ARN; exact, repeatable",
            (id: string, ids: readonly string[]) => [...ids, id],
            [],
        )
        .option(
            "--fix",
            "update the stacks that changed, with refresh and the policy pack; then compare again",
        )
        .option("--delete <id...>", "with --fix: delete these undeclared things, by their IDs")
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles drift --role SecurityAudit
  $ iam-profiles drift --format sarif --out drift.sarif
  $ iam-profiles drift --fix --delete arn:aws:iam::333333333333:role/PSKRoles/PSKByHand

What is compared, severities: docs/drift.md.
Exit code: 0 without drift, 1 with drift, 2 on wrong usage, or if something could not be read
or it is not known what can be reached.`,
        )
        .action(action(runDrift));

async function runDrift(options: DriftOptions): Promise<number> {
    stopOnInterrupt("what was fixed is fixed; run it again");
    if (options.delete !== undefined && options.fix !== true) {
        throw new Error("--delete requires --fix; add that, or omit --delete");
    }
    // A wrong name is reported before the work is done.
    const out = options.out === undefined ? undefined : await outFile(options.out);
    const sarif = options.sarif === undefined ? undefined : await outFile(options.sarif, "--sarif");
    const operations = await openOperations(options);
    const file = options.contract;
    const source: Operations =
        file === undefined
            ? operations
            : { ...operations, readContract: () => contractOfFile(file, operations.settings) };
    const first = await compare(source, options.ignore);
    const drift =
        options.fix === true
            ? await fix(source, first, options.delete ?? [], options.ignore)
            : first.drift;
    await show(drift, options.format, { out, sarif });
    const codes = {
        clean: exitCode.fine,
        drift: exitCode.attention,
        unknown: exitCode.cannotTell,
    } as const;
    return codes[statusOf(drift)];
}

/** A comparison, and what it was made from. */
export interface Comparison {
    readonly drift: Drift;
    readonly live: readonly LiveAccount[];
}

/** Compares the accounts with the program, and with each other. */
export async function compare(
    { settings, render, readAccounts, readContract }: Operations,
    ignore: readonly string[] = [],
): Promise<Comparison> {
    progress("reading the accounts ...");
    const reading = readAccounts();
    const contract = await readContract();
    const live = await reading;
    const declared = await render();
    return { drift: driftOf({ ...settings, declared, live, contract, ignore }), live };
}

/**
 * Deletes what was named, updates the stacks that changed, and compares again.
 *
 * @throws Error naming what can't be deleted, before anything is changed
 */
export async function fix(
    operations: Operations,
    { drift, live }: Comparison,
    named: readonly string[],
    ignore: readonly string[] = [],
): Promise<Drift> {
    const steps = [
        ...deletionSteps(named, drift.findings, live),
        ...versionsToPrune(drift.findings, live),
    ];
    if (drift.unread.length > 0) {
        throw new Error(
            ["nothing was changed, since not everything could be read:", ...drift.unread].join(
                "\n",
            ),
        );
    }
    for (const step of steps) {
        await carryOut(step, await operations.clientFor(step.account));
        progress(`${step.account}: ${stepText(step)}`);
    }
    for (const { kind, change, text } of drift.findings) {
        if (kind === "member" && change === "extra") progress(`the update removes: ${text}`);
    }
    for (const stack of stacksToUpdate(drift.findings, operations.settings.accounts)) {
        progress(`updating stack ${stack} ...`);
        await operations.up(stack);
    }
    return (await compare(operations, ignore)).drift;
}

/** Names of files to write, with links resolved. */
interface Files {
    readonly out: string | undefined;
    readonly sarif: string | undefined;
}

async function show(
    drift: Drift,
    format: DriftOptions["format"],
    { out, sarif }: Files,
): Promise<void> {
    if (sarif !== undefined) await writePieces(sarif, [await formatted(drift, "sarif"), "\n"]);
    const text = await formatted(drift, format);
    if (out === undefined) {
        // A table is for people; what programs read stays as it is.
        (format === "table" ? printText : print)(text);
        return;
    }
    await writePieces(out, [text, "\n"]);
    progress(driftText(drift).split("\n")[0] ?? "");
}

async function formatted(drift: Drift, format: DriftOptions["format"]): Promise<string> {
    switch (format) {
        case "table":
            return driftText(drift);
        case "json":
            return JSON.stringify(driftJson(drift), undefined, 2);
        case "sarif": {
            const text = await readFile(path.join(checkout, "package.json"), "utf8");
            const { version } = JSON.parse(text) as { readonly version: string };
            return JSON.stringify(driftSarif(drift, version), undefined, 2);
        }
    }
}
