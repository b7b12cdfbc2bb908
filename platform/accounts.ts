import { environments } from "./environments";
import type { Environment } from "./environments";
import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { quote } from "./quote";

/** An account of the registry. */
export interface Account {
    /** Name of the account and of its stack, e.g. `nonprod`. */
    readonly name: string;
    /** 12 digits. */
    readonly id: string;
    readonly environment: Environment;
}

const accountIdPattern = /^\d{12}$/;
// A stack name is part of a file's name and of a stack reference, so it is kept plain.
const accountNamePattern = /^[a-z][a-z0-9-]{0,62}$/;

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
    const nameOfId = new Map<string, string>();
    for (const [name, entry] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
        const at = `accounts.${name}`;
        if (!accountNamePattern.test(name)) {
            fault(`${at}: a name must be 1 to 63 lower-case letters, digits and -, a letter first`);
        }
        if (!isObject(entry)) {
            fault(`${at} is ${quote(entry)}; must have id and environment`);
            continue;
        }
        const { id, environment, ...rest } = entry;
        for (const key of Object.keys(rest)) {
            fault(`${at}.${key} is no property of an account; it has id and environment`);
        }
        if (typeof id === "number") {
            fault(`${at}.id is the number ${id}; put it in quotes, or a leading zero is lost`);
        } else if (typeof id !== "string" || !accountIdPattern.test(id)) {
            fault(`${at}.id is ${quote(id)}; an AWS account id has 12 digits`);
        } else if (nameOfId.has(id)) {
            fault(`${at}.id is ${quote(id)}, which is accounts.${nameOfId.get(id) ?? ""} already`);
        } else {
            nameOfId.set(id, name);
        }
        if (!environments.some((known) => known === environment)) {
            fault(
                `${at}.environment is ${quote(environment)}; must be one of ${environments.join(", ")}`,
            );
        }
        // Entered even when faulty, so that one fault doesn't bring up others; the faults prevent its use.
        accounts.push({ name, id: id as string, environment: environment as Environment });
    }
    return accounts;
}
