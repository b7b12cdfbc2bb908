import { readGroups, readRoles, readUsers } from "./accountPrincipals";
import { AccountReader, detailsFile } from "./accountReader";
import { limitsOf } from "./limits";
import { ManagedPolicies } from "./managedPolicies";
import type { Account, Organization } from "./organization";
import { OrganizationError } from "./organizationError";
import { readRegistry, registryFile } from "./registry";
import type { Registry } from "./registry";
import { quote } from "./shape";
import type { Fault } from "./shape";

/** What a source knows beside the documents. */
export interface Extras {
    /** Where the documents are from, for messages, e.g. a folder. @default `these documents` */
    readonly from?: string;
    /** Why an account's details couldn't be had at all, by account id: faults like all others. */
    readonly unread?: ReadonlyMap<string, string>;
    /** What this source leaves out, a sentence each. */
    readonly limits?: readonly string[];
}

/**
 * An organization from its documents: the only place where their shape is checked.
 *
 * A policy document that can't be read is no error: it says so itself, and counts as unknown.
 *
 * @param accounts accounts.json, parsed: see `readRegistry`
 * @param detailsOf by account id, what `aws iam get-account-authorization-details` prints, parsed. Policy documents are
 *   objects there; as text, URL-encoded or not, they are read too, since the API returns them so. Keys that aren't known
 *   are left aside.
 * @throws OrganizationError with every fault of all accounts
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function readOrganization(
    accounts: unknown,
    detailsOf: ReadonlyMap<string, unknown>,
    { from = "these documents", unread = new Map(), limits = [] }: Extras = {},
): Organization {
    const faults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);
    const registry = readRegistry(accounts, fault);
    for (const [id, why] of unread) fault(`${detailsFile(id)} ${why}`);
    requireSameAccounts(registry, [...detailsOf.keys(), ...unread.keys()], fault);

    const read = registry.accounts.flatMap((account) => {
        if (!detailsOf.has(account.id)) return [];
        return [readAccount(account, detailsOf.get(account.id), registry, fault)];
    });
    // Without the other accounts their users would seem missing, too.
    if (unread.size === 0) requireUsers(registry, read, fault);
    if (faults.length > 0) throw new OrganizationError(from, faults);

    // An account that holds nothing is where the others are.
    const partition = read.find((account) => account.partition !== undefined)?.partition ?? "aws";
    const whole = read.map((account): Account => ({
        ...account,
        partition: account.partition ?? partition,
    }));
    return { accounts: whole, limits: [...limitsOf(whole), ...limits] };
}

type ReadAccount = Omit<Account, "partition"> & { readonly partition: string | undefined };

function readAccount(
    account: Registry["accounts"][number],
    raw: unknown,
    { identities }: Registry,
    fault: Fault,
): ReadAccount {
    const reader = new AccountReader(account.id, fault);
    const details = reader.details(raw);
    const managed = new ManagedPolicies(reader, details);
    const groups = readGroups(reader, details, managed);
    const users = readUsers(reader, details, managed, groups, identities);
    const roles = readRoles(reader, details, managed);
    return {
        ...account,
        users,
        groups: [...groups.values()],
        roles,
        // Last: what is attached and isn't in the details is among them.
        managedPolicies: managed.own(),
        partition: reader.partition,
    };
}

function requireSameAccounts(registry: Registry, ids: readonly string[], fault: Fault): void {
    const known = new Set(registry.accounts.map(({ id }) => id));
    for (const id of ids.filter((one) => !known.has(one))) {
        fault(`${detailsFile(id)} is of no account in ${registryFile}; add ${quote(id)} there`);
    }
    const there = new Set(ids);
    for (const { id } of registry.accounts.filter((account) => !there.has(account.id))) {
        fault(
            `${detailsFile(id)} is missing, but ${registryFile} has the account; save there what aws iam get-account-authorization-details prints`,
        );
    }
}

/** Users that accounts.json speaks of must exist: a misspelt ARN would silently change nothing. */
function requireUsers(registry: Registry, accounts: readonly ReadAccount[], fault: Fault): void {
    const arns = new Set(accounts.flatMap(({ users }) => users.map(({ arn }) => arn)));
    for (const arn of registry.identities.keys()) {
        if (!arns.has(arn)) {
            fault(
                `${registryFile}: identities has ${quote(arn)}, which is no user of these accounts`,
            );
        }
    }
    for (const { id, secrets = [] } of registry.accounts) {
        const seen = new Set<string>();
        for (const [index, { arn, holdsKeyOf }] of secrets.entries()) {
            const at = `${registryFile}: ${id}.secrets[${index}]`;
            if (seen.has(arn)) fault(`${at}.arn is ${quote(arn)}, which is there twice`);
            seen.add(arn);
            if (holdsKeyOf !== undefined && !arns.has(holdsKeyOf)) {
                fault(
                    `${at}.holdsKeyOf is ${quote(holdsKeyOf)}, which is no user of these accounts`,
                );
            }
        }
    }
}
