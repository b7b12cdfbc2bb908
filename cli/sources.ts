import * as path from "node:path";

import { Option } from "commander";
import type { Command } from "commander";

import type { StoreOptions } from "../credentials/targets";
import { trustClasses } from "../platform/naming";

/** Options that select the source of identities and credentials. */
export interface SourceOptions {
    readonly contract?: string;
    readonly sandbox?: boolean;
}

export const withSource = (command: Command): Command =>
    command
        .addOption(
            new Option(
                "--contract <file>",
                "the state stack's contract, the output of `pulumi stack output contract --json`; default: run pulumi",
            ).conflicts("sandbox"),
        )
        .option("--sandbox", "use the sandbox that `npm start` deploys");

export const withStore = (command: Command): Command =>
    command
        .addOption(
            new Option("--store <store>", "where credentials are kept")
                .choices(["secrets-manager", "vault", "1password"])
                .default("secrets-manager"),
        )
        .option("--vault-mount <path>", "mount of Vault's KV engine (version 2)", "secret")
        .option(
            "--vault-path <path>",
            "folder below the mount: <path>/<class>/<identity>",
            "iam-profiles",
        )
        .option("--op-vault <vault>", "1Password's vault, by name or id")
        .option(
            "--op-item <title>",
            "title of the item in it (default: aws-ACCOUNT, by the state account's name)",
        )
        .option(
            "--op-field <prefix>",
            "what an identity's fields in it begin with, {identity} being its name",
            "{identity}-aws-",
        )
        .addHelpText(
            "after",
            "\nVault is configured by VAULT_ADDR and VAULT_TOKEN. 1Password is reached through a Connect server, OP_CONNECT_HOST and" +
                "\nOP_CONNECT_TOKEN, or its op command. AWS credentials are found as by the AWS SDKs.",
        );

export const withSelection = (command: Command): Command =>
    command
        .addOption(
            new Option("--identity <name>", "one service account, by its IAM user name").conflicts(
                "environment",
            ),
        )
        .addOption(
            new Option("--environment <class>", "the service accounts of one trust class").choices(
                trustClasses,
            ),
        );

/** The options as arguments, for a command that runs later from another folder. */
export function sourceArguments(options: SourceOptions & StoreOptions): string[] {
    return [
        ...(options.sandbox === true ? ["--sandbox"] : []),
        ...(options.contract === undefined ? [] : ["--contract", path.resolve(options.contract)]),
        ...(options.store === "1password"
            ? [
                  ...["--store", "1password"],
                  ...(options.opVault === undefined ? [] : ["--op-vault", options.opVault]),
                  ...(options.opItem === undefined ? [] : ["--op-item", options.opItem]),
                  ...(options.opField === undefined ? [] : ["--op-field", options.opField]),
              ]
            : []),
        ...(options.store === "vault"
            ? [
                  ...["--store", "vault"],
                  ...["--vault-mount", options.vaultMount],
                  ...["--vault-path", options.vaultPath],
              ]
            : []),
    ];
}
