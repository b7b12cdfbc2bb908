import { statSync } from "node:fs";

import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";

import type { Organization } from "../access";
import { checkout } from "../platform/checkout";
import { progress } from "./action";

/** Where the documents come from. */
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
                "plan: the code's own stacks; sandbox: what `npm start` brought up; live: the registry's accounts; or a folder of accounts.json and <account id>.json files",
            )
                .argParser(sourceOf)
                .default("plan"),
        )
        .option(
            "--read-role <name>",
            "with --source live: role that reads each account (iam:GetAccountAuthorizationDetails), with its path",
        );

/** @throws InvalidArgumentError that says why it is no source */
function sourceOf(text: string): Source {
    if (text === "plan" || text === "sandbox" || text === "live") return text;
    const found = statSync(text, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return { folder: text };
    throw new InvalidArgumentError(
        `${found === undefined ? "No such folder is there" : "It is no folder"}, and it is none of plan, sandbox, live.`,
    );
}

/**
 * Each source is loaded only if it is asked for, since what it stands on takes longer to load than the proof takes.
 *
 * @throws Error that says what can't be read, and what to do
 */
export async function readSource({ source, readRole }: AccessSourceOptions): Promise<Organization> {
    if (readRole !== undefined && source !== "live") {
        throw new Error("--read-role is for --source live; leave it out, or add that");
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
        progress("reading the accounts of the registry; this takes some seconds each ...");
        const { readLiveRegistry } = await import("./sources/liveRegistry");
        return readLiveRegistry(readRole === undefined ? {} : { readRole });
    }
    const { readDirectory } = await import("../access");
    return readDirectory(source.folder);
}
