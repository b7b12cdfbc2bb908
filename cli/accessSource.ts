import { statSync } from "node:fs";

import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";

import type { Organization } from "../access";
import { checkout } from "../platform/checkout";
import type { SecretReaders } from "../platform/secretReaders";
import { progress } from "./action";

/** Options that select the source of the documents. */
export interface AccessSourceOptions {
    readonly source: Source;
    readonly readRole?: string;
}

type Source = "plan" | "sandbox" | "live" | { readonly folder: string };

export const withAccessSource = (command: Command): Command =>
    command
        .addOption(
            new Option(
                "--source <source>",
                "plan: the stacks as the code defines them; sandbox: what `npm start` deployed; live: the registry's accounts in AWS; or a folder with accounts.json and <account id>.json files",
            )
                .argParser(sourceOf)
                .default("plan"),
        )
        .option(
            "--read-role <name>",
            "with --source live: role to assume in each account, with its path (needs iam:GetAccountAuthorizationDetails)",
        );

/** A source as it was given. */
export const sourceText = ({ source }: Pick<AccessSourceOptions, "source">): string =>
    typeof source === "string" ? source : source.folder;

/** @throws InvalidArgumentError if it is neither a known source nor a folder */
export function sourceOf(text: string): Source {
    if (text === "plan" || text === "sandbox" || text === "live") return text;
    const found = statSync(text, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return { folder: text };
    throw new InvalidArgumentError(
        `${found === undefined ? "No such folder" : "Not a folder"}, and not one of plan, sandbox, live.`,
    );
}

/** The configured readers of secrets; `undefined`: the source is a folder. @throws Error naming every fault of Pulumi.yaml */
export async function secretReadersOf({
    source,
}: AccessSourceOptions): Promise<SecretReaders | undefined> {
    if (typeof source !== "string") return undefined;
    const { readStateSettings } = await import("../platform/projectFiles");
    const { sandboxFolders } = await import("../sandbox/folders");
    const folder = source === "sandbox" ? sandboxFolders().work : checkout;
    return (await readStateSettings(folder)).secretReaders;
}

/**
 * Each source is loaded on demand, since loading its dependencies takes longer than the proof.
 *
 * @throws Error naming what cannot be read, and the next step
 */
export async function readSource({ source, readRole }: AccessSourceOptions): Promise<Organization> {
    if (readRole !== undefined && source !== "live") {
        throw new Error("--read-role requires --source live; add that, or omit --read-role");
    }
    if (source === "plan") {
        const { readPlan } = await import("../plan/planSource");
        return readPlan(checkout);
    }
    if (source === "sandbox") {
        progress("reading the sandbox's accounts ...");
        const { readSandbox } = await import("./sources/sandbox");
        return readSandbox();
    }
    if (source === "live") {
        progress("reading the accounts of the registry (a few seconds each) ...");
        const { readLiveRegistry } = await import("./sources/liveRegistry");
        return readLiveRegistry(readRole === undefined ? {} : { readRole });
    }
    const { readDirectory } = await import("../access");
    return readDirectory(source.folder);
}
