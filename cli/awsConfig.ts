import * as path from "node:path";

import { Command } from "commander";

import { changesText, mergeProfiles } from "../credentials/awsConfig";
import { awsConfigPath, readAwsConfig, writeAwsConfig } from "../credentials/awsConfigFile";
import { profilesOf } from "../credentials/awsProfiles";
import { allUsers, identityName } from "../identities/identity";
import { checkedCatalogues } from "../roles/checkCatalogues";
import { checkout } from "../platform/checkout";
import { sandboxFolders } from "../sandbox/folders";
import { action, exitCode, print, printText, progress } from "./action";
import { readStateSettings } from "../platform/projectFiles";
import { sourceArguments, withSource, withStore } from "./sources";
import type { StoreOptions } from "../credentials/targets";
import type { SourceOptions } from "./sources";

interface AwsConfigOptions extends SourceOptions, StoreOptions {
    readonly identity?: string;
    readonly file?: string;
    readonly write?: boolean;
    readonly json?: boolean;
    readonly profile?: string;
}

export const awsConfigCommand = (): Command =>
    withStore(withSource(new Command("aws-config")))
        .description("profiles for every role that an identity may assume, in ~/.aws/config")
        .option("--identity <name>", "one identity, by its IAM user name; default: all")
        .option("--file <path>", "config file; default: AWS_CONFIG_FILE, else ~/.aws/config")
        .option(
            "--profile <name>",
            "AWS profile that service accounts' profiles read the stored credential with; default: what the AWS SDKs find",
        )
        .option("--json", "print the changes as JSON")
        .option("--write", "write the file; default: only show the changes")
        .addHelpText(
            "after",
            "\nProfiles that this command did not write are never changed; a file that the AWS CLI cannot read is refused.",
        )
        .action(action(awsConfig));

async function awsConfig(options: AwsConfigOptions): Promise<number> {
    const settings = await readStateSettings(
        options.sandbox === true ? sandboxFolders().work : checkout,
    );
    const { identities, roles } = checkedCatalogues(settings);
    const known = allUsers(identities).map((identity) => ({
        identity,
        name: identityName(settings.prefix, identity),
    }));
    const chosen = known.filter(
        ({ name }) => options.identity === undefined || name === options.identity,
    );
    if (chosen.length === 0) {
        const names = known.map(({ name }) => name).join(", ");
        throw new Error(
            `--identity ${options.identity ?? ""} is not an identity; choose one of ${names}`,
        );
    }
    const profiles = chosen.flatMap(({ identity }) =>
        profilesOf(settings, identity, roles, (name, role) =>
            processCommand([
                ...["--identity", name, "--role", role],
                ...(options.profile === undefined ? [] : ["--profile", options.profile]),
                ...sourceArguments(options),
            ]),
        ),
    );
    const file = await readAwsConfig(options.file ?? awsConfigPath());
    const merged = mergeProfiles(
        file.text,
        profiles,
        chosen.map(({ name }) => name),
    );
    for (const note of merged.notes) progress(note);
    const isWritten = options.write === true && merged.changes.length > 0;
    if (options.json === true) {
        const { changes } = merged;
        print(JSON.stringify({ file: file.target, changes, written: isWritten }, undefined, 2));
    }
    if (merged.changes.length === 0) {
        progress(`${file.target} is up to date`);
        return exitCode.fine;
    }
    if (options.json !== true) printText(changesText(merged.changes));
    if (isWritten) {
        await writeAwsConfig(file, merged.text);
        progress(`${merged.changes.length} profiles written to ${file.target}`);
    } else {
        progress(`nothing written; to write ${file.target}, use --write`);
    }
    return exitCode.fine;
}

/** The command line of this checkout's `credentials process`, as the AWS CLI and SDKs split it. */
function processCommand(options: readonly string[]): string {
    const launcher = path.join(checkout, "cli", "iam-profiles.cjs");
    return [process.execPath, launcher, "credentials", "process", ...options].map(quoted).join(" ");
}

/** @throws Error for characters that shells and the AWS CLI parse differently */
export function quoted(word: string): string {
    const special = process.platform === "win32" ? /["\r\n%]/ : /["$`\\\r\n]/;
    if (special.test(word)) {
        throw new Error(`${JSON.stringify(word)} cannot be part of a credential_process`);
    }
    return /^[\w+=,.@:/\\-]+$/.test(word) ? word : `"${word}"`;
}
