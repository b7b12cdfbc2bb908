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
}

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
    const nameOfId = new Map<unknown, string>();
    for (const [name, entry] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
        const at = `accounts.${name}`;
        if (!accountNamePattern.test(name)) {
            fault(`${at}: a name must be 1 to 63 lower-case letters, digits and -, a letter first`);
        }
        const account = check(accountSchema, entry, at, fault);
        if (!isObject(entry)) continue;
        const twin = nameOfId.get(entry["id"]);
        if (account !== undefined && twin !== undefined) {
            fault(`${at}.id is ${quote(account.id)}, which is accounts.${twin} already`);
        }
        nameOfId.set(entry["id"], name);
        // Entered even when faulty, so that one fault doesn't bring up others; the faults prevent its use.
        accounts.push({
            name,
            id: entry["id"] as string,
            environment: entry["environment"] as Environment,
        });
    }
    return accounts;
}
