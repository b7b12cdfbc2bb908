// Previews stacks as their accounts' own roles, judged by the base branch's policy pack.
import { execFile, spawn } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

import { listAccounts } from "../../cli/accounts";
import type { ListedAccount } from "../../cli/accounts";
import { checkout } from "../../platform/checkout";
import { readProjectFile, readStateSettings } from "../../platform/projectFiles";
import { errorText } from "../../platform/systemError";

/** What became of a stack. */
export type Shown = "previewed" | "new" | "failed";

export interface Previews {
    /** The Pulumi CLI. */
    readonly pulumi: string;
    /** Folder of the base branch, with its packages installed. */
    readonly base: string;
    /** Name of the Pulumi project. */
    readonly project: string;
    /** Partition of all accounts. */
    readonly partition: string;
    /** Role of each account that reads it, with its path, e.g. `PSKRoles/PSKAccessAuditRole`. */
    readonly auditRole: string;
    readonly accounts: readonly ListedAccount[];
    /** Stacks of the backend, by the last part of their names. */
    readonly existing: ReadonlySet<string>;
}

/** Arguments of one preview. The role is this run's alone: the stack's own may deploy. */
export const previewArguments = (
    {
        base,
        project,
        partition,
        auditRole,
    }: Pick<Previews, "base" | "project" | "partition" | "auditRole">,
    { stack, id }: ListedAccount,
): readonly string[] => [
    ...["preview", "--non-interactive", "--diff", "--stack", stack],
    ...["--policy-pack", path.join(base, "policy-pack")],
    ...["--config", `${project}:deployRoleArn=arn:${partition}:iam::${id}:role/${auditRole}`],
];

/** Previews every given stack, also after one failed. @throws Error naming those that are no accounts */
export async function previewAll(
    previews: Previews,
    stacks: readonly string[],
): Promise<ReadonlyMap<string, Shown>> {
    const accounts = stacks.map((name) => {
        const found = previews.accounts.find(({ stack }) => stack === name);
        if (found === undefined) throw new Error(`${name} is no account of Pulumi.yaml`);
        return found;
    });
    const shown = new Map<string, Shown>();
    for (const account of accounts) {
        shown.set(account.stack, await previewOne(previews, account));
    }
    return shown;
}

async function previewOne(previews: Previews, account: ListedAccount): Promise<Shown> {
    if (!previews.existing.has(account.stack)) return "new";
    console.log(`\n== ${account.stack} (${account.environment}, ${account.id})`);
    const child = spawn(previews.pulumi, previewArguments(previews, account), {
        cwd: checkout,
        stdio: ["ignore", "inherit", "inherit"],
    });
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
    });
    return code === 0 ? "previewed" : "failed";
}

export const shownText = (shown: ReadonlyMap<string, Shown>): string =>
    [...shown]
        .map(([stack, what]) => `${stack}: ${what === "new" ? "new, has no stack yet" : what}`)
        .join("\n");

/** The stacks of this project in the backend. */
async function existingStacks(pulumi: string): Promise<ReadonlySet<string>> {
    const { stdout } = await promisify(execFile)(pulumi, ["stack", "ls", "--json"], {
        cwd: checkout,
    });
    const stacks = JSON.parse(stdout) as readonly { readonly name: string }[];
    return new Set(stacks.map(({ name }) => name.split("/").at(-1) ?? name));
}

/**
 * The registry that judges is the base branch's. With an approved change of it, the pull request's: the rules stay the base's.
 *
 * @returns what is said of it
 */
export async function settleRegistry(
    own: string,
    base: string,
    isApproved: boolean,
): Promise<string | undefined> {
    const [ours, theirs] = [path.join(own, "Pulumi.yaml"), path.join(base, "Pulumi.yaml")];
    if ((await readFile(ours, "utf8")) === (await readFile(theirs, "utf8"))) return undefined;
    if (!isApproved) {
        return "Pulumi.yaml differs from the base branch's, which judges; what only the change allows is a violation until it is approved.";
    }
    await copyFile(ours, theirs);
    return "Pulumi.yaml differs from the base branch's, and is approved: it judges.";
}

/** `preview.ts BASE STACK...`; AUDIT_ROLE is the role, APPROVED is `true` for an approved pull request. */
async function main([base = "", ...stacks]: string[]): Promise<number> {
    const folder = path.resolve(base);
    const said = await settleRegistry(checkout, folder, process.env["APPROVED"] === "true");
    if (said !== undefined) console.log(said);
    const auditRole = process.env["AUDIT_ROLE"] ?? "";
    if (auditRole === "") {
        throw new Error(
            "AUDIT_ROLE is empty; must be the role that reads each account, e.g. PSKRoles/PSKAccessAuditRole",
        );
    }
    const { name } = await readProjectFile(checkout);
    const settings = await readStateSettings(checkout);
    const shown = await previewAll(
        {
            pulumi: "pulumi",
            base: folder,
            project: name,
            partition: settings.partition,
            auditRole,
            accounts: listAccounts(settings),
            existing: await existingStacks("pulumi"),
        },
        stacks,
    );
    console.log(`\n${shownText(shown)}`);
    return [...shown.values()].includes("failed") ? 1 : 0;
}

if (require.main === module) {
    main(process.argv.slice(2)).then(
        (code) => (process.exitCode = code),
        (error: unknown) => {
            console.error(errorText(error));
            process.exitCode = 2;
        },
    );
}
