import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { Command } from "commander";

import type { StackAdoption } from "../operations/adoption/adoption";
import { adoptionJson, adoptionText, outcomeOf } from "../operations/adoption/text";
import type { AdoptionResult, Imported } from "../operations/adoption/text";
import { importStack } from "../operations/adoption/importStack";
import { adoptionsOf } from "../operations/adoption/platformAdoption";
import type { Platform, PlatformAdoption, Source } from "../operations/adoption/platformAdoption";
import { readTerraformState } from "../operations/adoption/terraformState";
import { renderStacks } from "../plan/renderStacks";
import { checkout } from "../platform/checkout";
import { readProjectFile, readStateSettings } from "../platform/projectFiles";
import { fileFault } from "../platform/systemError";
import { sandboxFolders } from "../sandbox/folders";
import { action, exitCode, print, progress, stopOnInterrupt } from "./action";
import { openOperations } from "./openOperations";
import { withOperations } from "./operations";
import type { OperationsOptions } from "./operations";
import { namesOf, withStacks } from "./stacks";
import type { Stacks } from "./stackEngine";

interface AdoptOptions extends OperationsOptions {
    readonly terraform?: readonly string[];
    readonly stacks?: readonly string[];
    readonly out?: string;
    readonly yes?: boolean;
    readonly init?: boolean;
    readonly secretsProvider?: string;
    readonly json?: boolean;
}

export const adoptCommand = (): Command =>
    withOperations(new Command("adopt"))
        .description(
            "take over users, groups, roles and policies that are there, without replacing one",
        )
        .option(
            "--terraform <file...>",
            "what `terraform state pull` printed, a file per account; default: read the accounts",
        )
        .option("--stacks <names>", "stacks, separated by commas; default: every account", namesOf)
        .option(
            "--out <folder>",
            "write each stack's import file there, and what Terraform has to forget",
        )
        .option(
            "--yes",
            "import into the stacks, and preview them; default: only show what would be",
        )
        .option("--init", "with --yes: create stacks that don't exist")
        .option("--secrets-provider <url>", "of stacks that are created, e.g. awskms://...")
        .option("--json", "print the result as JSON")
        .addHelpText(
            "after",
            `
Nothing in AWS changes: an import writes into a stack's state alone. The next update changes what is there in place.

Examples:
  $ terraform state pull > nonprod.tfstate
  $ iam-profiles adopt --terraform nonprod.tfstate prod.tfstate
  $ iam-profiles adopt --stacks state --role PSKRoles/PSKIamProfilesRole --yes

Step by step, and how to go back: docs/adoption.md.
Exit code: 0 if nothing would be replaced, 1 if something would, 2 on wrong usage or if that cannot be determined.`,
        )
        .action(action(runAdopt));

async function runAdopt(options: AdoptOptions): Promise<number> {
    stopOnInterrupt("AWS was not changed; run it again");
    if (options.out !== undefined) await makeFolder(options.out);
    const { platform, source } = await open(options);
    const planned = adoptionsOf(platform, source, options.stacks);
    const { stacks, addresses, notes, unread } = planned;
    if (unread.length > 0) throw new Error(["not everything could be read:", ...unread].join("\n"));
    if (options.out !== undefined) await writeFiles(options.out, planned);
    const isRefused = stacks.some(({ refusals }) => refusals.length > 0);
    const imports = options.yes === true && !isRefused;
    const imported = imports
        ? await withStacks(options, new AbortController().signal, (engines) =>
              importAll(platform, stacks, engines),
          )
        : undefined;
    const result: AdoptionResult = {
        ...{ stacks, addresses, notes },
        ...(imported === undefined ? {} : { imported }),
    };
    print(
        options.json === true
            ? JSON.stringify(adoptionJson(result), undefined, 2)
            : adoptionText(result),
    );
    return codes[outcomeOf(result)];
}

const codes = {
    fine: exitCode.fine,
    refused: exitCode.attention,
    unknown: exitCode.cannotTell,
} as const;

/** The stacks one after the other: each import is short, and the state stack comes first. */
export async function importAll(
    { project, rendered }: Platform,
    stacks: readonly StackAdoption[],
    { engineFor }: Pick<Stacks, "engineFor">,
): Promise<ReadonlyMap<string, Imported>> {
    const imported = new Map<string, Imported>();
    for (const { account, adopted, file } of stacks) {
        const stack = rendered.find((one) => one.account.name === account.name);
        if (stack === undefined) continue;
        progress(`${account.name}: importing ${adopted.length} resources ...`);
        imported.set(
            account.name,
            await importStack(await engineFor(account.name), project, stack, file),
        );
    }
    return imported;
}

async function open(
    options: AdoptOptions,
): Promise<{ readonly platform: Platform; readonly source: Source }> {
    const { terraform, sandbox } = options;
    if (terraform !== undefined) {
        const states = await Promise.all(
            terraform.map(async (file) => readTerraformState(file, await contentOf(file))),
        );
        return { platform: await openPlatform(sandbox), source: { terraform: states } };
    }
    const operations = await openOperations(options);
    const { settings, project } = operations;
    progress("reading the accounts ...");
    const live = await operations.readAccounts();
    return {
        platform: { settings, project, rendered: await operations.render() },
        source: { live },
    };
}

const contentOf = (file: string): Promise<string> =>
    readFile(file, "utf8").catch((error: unknown) => {
        throw new Error(`--terraform ${file} ${fileFault(error)}`);
    });

/** Without asking AWS. */
async function openPlatform(sandbox = false): Promise<Platform> {
    const folder = sandbox ? sandboxFolders().work : checkout;
    const { name } = await readProjectFile(folder);
    return {
        settings: await readStateSettings(folder),
        project: name,
        rendered: await renderStacks(folder),
    };
}

/** Before the work is done: a wrong name is reported first. */
const makeFolder = (folder: string): Promise<unknown> =>
    mkdir(folder, { recursive: true }).catch((error: unknown) => {
        throw new Error(`--out ${folder} ${fileFault(error)}`);
    });

async function writeFiles(folder: string, { stacks, addresses }: PlatformAdoption): Promise<void> {
    const write = async (name: string, text: string): Promise<void> => {
        const file = path.join(folder, name);
        await writeFile(file, text);
        progress(`wrote ${file}`);
    };
    for (const { account, file } of stacks) {
        await write(`${account.name}.import.json`, `${JSON.stringify(file, undefined, 4)}\n`);
        const forget = addresses.get(account.name) ?? [];
        if (forget.length === 0) continue;
        const commands = forget.map((address) => `terraform state rm ${quoted(address)}\n`);
        await write(`${account.name}.forget.sh`, `set -e\n${commands.join("")}`);
    }
}

/** For a POSIX shell. A key of `for_each` may be any text. */
const quoted = (address: string): string => `'${address.replaceAll("'", `'\\''`)}'`;
