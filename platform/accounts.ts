import * as v from "valibot";

import { environments } from "./environments";
import type { Environment } from "./environments";
import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { quote } from "./quote";
import { check, oneOf, strict } from "./schema";

/** An account of the registry. */
export interface Account {
    /** Name of the account and of its stack, e.g. `nonprod`. */
    readonly name: string;
    /** 12 digits. */
    readonly id: string;
    readonly environment: Environment;
    /**
     * Name of the entry that is the same AWS account: `state` and one `nonprod` account may share it. What the two hold is
     * deployed once, by the state account's stack.
     *
     * @default each entry is an account of its own
     */
    readonly sharedWith?: string;
}

/** An AWS account as access/ judges it: state and nonprod that share one are one account of environment `state-nonprod`. */
export interface AwsAccount {
    /** 12 digits. */
    readonly id: string;
    readonly name: string;
    readonly environment: Environment | "state-nonprod";
}

/** Whether the stack of another entry deploys an account. */
export const isDeployedElsewhere = ({ environment, sharedWith }: Account): boolean =>
    sharedWith !== undefined && environment !== "state";

/** The accounts that have a stack: each AWS account once. */
export const deployedAccounts = (accounts: readonly Account[]): readonly Account[] =>
    accounts.filter((account) => !isDeployedElsewhere(account));

/** The entries of an account: both, if it is shared. */
export const entriesOf = (accounts: readonly Account[], account: Account): readonly Account[] =>
    account.sharedWith === undefined ? [account] : accounts.filter(({ id }) => id === account.id);

/** @param account one that has a stack */
export const awsAccount = ({ id, name, environment, sharedWith }: Account): AwsAccount =>
    sharedWith === undefined
        ? { id, name, environment }
        : { id, name: `${name}+${sharedWith}`, environment: "state-nonprod" };

/** The registry's AWS accounts, each once. */
export const awsAccounts = (accounts: readonly Account[]): readonly AwsAccount[] =>
    deployedAccounts(accounts).map(awsAccount);

// A stack name is part of a file's name and of a stack reference, so it is kept plain.
const accountNamePattern = /^[a-z][a-z0-9-]{0,62}$/;

/** Whether a value is an AWS account id: 12 digits. */
export const isAccountId = (value: unknown): value is string =>
    typeof value === "string" && /^\d{12}$/.test(value);

const idFault = ({ input }: v.BaseIssue<unknown>): string =>
    typeof input === "number"
        ? `is the number ${input}; put it in quotes, or a leading zero is lost`
        : `is ${quote(input)}; an AWS account id has 12 digits`;

const accountSchema = strict("an account", {
    id: v.custom<string>(isAccountId, idFault),
    environment: oneOf(environments),
});

/**
 * The account registry of a configuration, sorted by name.
 *
 * @param value of `accounts`, as it was read
 */
export function parseAccounts(value: unknown, fault: Fault): Account[] {
    if (!isObject(value)) {
        fault(
            `accounts is ${quote(value)}; must map each account's name to its id and environment`,
        );
        return [];
    }
    const accounts: Account[] = [];
    /** The last entry of each id. */
    const byId = new Map<unknown, Account>();
    for (const [name, entry] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
        const at = `accounts.${name}`;
        if (!accountNamePattern.test(name)) {
            fault(`${at}: a name must be 1 to 63 lower-case letters, digits and -, a letter first`);
        }
        const account = check(accountSchema, entry, at, fault);
        if (!isObject(entry)) continue;
        const twin = byId.get(entry["id"]);
        const isShared =
            twin?.sharedWith === undefined && isShareable(twin?.environment, entry["environment"]);
        if (account !== undefined && twin !== undefined && !isShared) {
            fault(
                `${at}.id is ${quote(account.id)}, which is accounts.${twin.name} already; only one account of environment ` +
                    `state and one of environment nonprod may share an id (docs/layouts.md)`,
            );
        }
        // Entered even when faulty, so that one fault doesn't bring up others; the faults prevent its use.
        const entered: Account = {
            name,
            id: entry["id"] as string,
            environment: entry["environment"] as Environment,
            ...(twin !== undefined && isShared ? { sharedWith: twin.name } : {}),
        };
        accounts.push(entered);
        byId.set(entered.id, entered);
        if (twin !== undefined && isShared) {
            accounts.splice(accounts.indexOf(twin), 1, { ...twin, sharedWith: name });
        }
    }
    return accounts;
}

/** What is no production of its own may share the state account: its roles are then as closed as state's where they must be. */
const isShareable = (...environments: readonly unknown[]): boolean =>
    environments.includes("state") && environments.includes("nonprod");
