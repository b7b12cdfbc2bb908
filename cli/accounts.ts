import { Command, Option } from "commander";

import { deployedAccounts } from "../platform/accounts";
import { checkout } from "../platform/checkout";
import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import { environments, isOpenToNonprod } from "../platform/environments";
import type { Environment } from "../platform/environments";
import { roleArn } from "../platform/naming";
import { readStateSettings } from "../platform/projectFiles";
import { iamProfilesRole } from "../roles/iamProfilesRole";
import { action, exitCode, print } from "./action";

interface AccountsOptions {
    readonly environment?: Environment;
    readonly json?: boolean;
}

/** An account as a pipeline's matrix takes it. */
export interface ListedAccount {
    readonly name: string;
    /** 12 digits. */
    readonly id: string;
    readonly environment: Environment;
    /** Whether it counts as production, so that nonprod identities reach none of its roles. */
    readonly production: boolean;
    /** Name of the registry's entry that is the same account, and has no stack; absent: there is none. */
    readonly sharedWith?: string;
    /** Name of its Pulumi stack. */
    readonly stack: string;
    /** Role of this account that updates its stack. */
    readonly deployRole: string;
}

export const accountsCommand = (): Command =>
    new Command("accounts")
        .description("the accounts of Pulumi.yaml, with their stacks and roles, for a pipeline")
        .addOption(
            new Option("--environment <environment>", "only accounts of it").choices(environments),
        )
        .option("--json", "print a JSON list, of one line; empty if no account is of it")
        .addHelpText(
            "after",
            `
Examples:
  $ iam-profiles accounts --json --environment nonprod    # the matrix of a CI job
  $ iam-profiles accounts --json --environment state      # the stack that holds the identities

It reads files only. Exit code: 0, or 2 on wrong usage or if Pulumi.yaml is at fault.`,
        )
        .action(action(accounts));

async function accounts({ environment, json }: AccountsOptions): Promise<number> {
    const listed = listAccounts(await readStateSettings(checkout), environment);
    print(json === true ? JSON.stringify(listed) : accountsText(listed, environment));
    return exitCode.fine;
}

/**
 * The accounts of an environment, or all: by environment, the state account first, then by name. Each AWS account is there once,
 * as its stack: one that nonprod shares with state is the state account.
 */
export const listAccounts = (
    settings: Settings,
    environment?: Environment,
): readonly ListedAccount[] =>
    environments
        .filter((one) => environment === undefined || one === environment)
        .flatMap((one) =>
            deployedAccounts(settings.accounts).filter(({ environment: its }) => its === one),
        )
        .map((account) => ({
            ...account,
            production: !isOpenToNonprod(account.environment),
            stack: account.name,
            deployRole: roleArn(scopeOf(settings, account), iamProfilesRole.name),
        }));

function accountsText(listed: readonly ListedAccount[], environment?: Environment): string {
    if (listed.length === 0) return `No account has environment ${environment ?? ""}.`;
    const width = Math.max(...listed.map(({ name }) => name.length));
    return listed
        .map(
            ({ name, id, environment: its, sharedWith }) =>
                `${name.padEnd(width)}  ${id}  ${its}${sharedWith === undefined ? "" : `, and nonprod as ${sharedWith}`}`,
        )
        .join("\n");
}
