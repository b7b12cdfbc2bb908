import { readGroups, readRoles, readUsers } from "./accountPrincipals";
import { AccountReader, detailsFile } from "./accountReader";
import { digestOf } from "./digest";
import { detailsOfAll, digestOfAll } from "./alike/likeAccounts";
import type { LikeAccounts } from "./alike/likeAccounts";
import { limitsOf } from "./limits";
import { ManagedPolicies } from "./managedPolicies";
import type { Account, Organization } from "./organization";
import { withPeople } from "./people";
import { OrganizationError } from "./organizationError";
import { readRegistry, registryFile } from "./registry";
import type { Registry } from "./registry";
import { quote } from "./shape";
import { withArnsForIds } from "./uniqueIds";
import type { Fault } from "./shape";

/** What a source knows besides the documents. */
export interface Extras {
    /** Source of the documents, for messages, e.g. a folder. @default `these documents` */
    readonly from?: string;
    /** By account id, why its details could not be read; reported with all other faults. */
    readonly unread?: ReadonlyMap<string, string>;
    /** What this source does not cover, one sentence each. */
    readonly limits?: readonly string[];
    /** Accounts of the registry that have no details. @default none */
    readonly alike?: LikeAccounts;
}

/**
 * Reads an organization from its documents and validates their shape. No other code needs to.
 *
 * An invalid policy document is not an error: it carries a `fault` and is evaluated as unknown.
 *
 * @param accounts parsed accounts.json, see `readRegistry`
 * @param detailsOf by account id, the parsed output of `aws iam get-account-authorization-details`.
 *   Policy documents may be objects or JSON text, URL-encoded or not, as the API returns them.
 *   Unknown keys are ignored.
 * @throws OrganizationError listing every fault of all accounts
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function readOrganization(
    accounts: unknown,
    detailsOf: ReadonlyMap<string, unknown>,
    { from = "these documents", unread: unreadFiles = new Map(), limits = [], alike }: Extras = {},
): Organization {
    const faults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);
    const registry = readRegistry(accounts, fault);
    for (const [id, why] of unreadFiles) fault(`${detailsFile(id)} ${why}`);
    requireSameAccounts(
        registry,
        [...detailsOf.keys(), ...unreadFiles.keys(), ...(alike?.like.keys() ?? [])],
        fault,
    );

    const read = registry.accounts.flatMap((account) => {
        if (detailsOf.has(account.id)) {
            return [readAccount(account, detailsOf.get(account.id), registry, fault)];
        }
        const isUnread = registry.unreadAccounts.has(account.id);
        return isUnread ? [readAccount(account, noDetails, registry, fault)] : [];
    });
    // If some accounts are unread, their users would be reported as missing too.
    if (unreadFiles.size === 0 && registry.unreadAccounts.size === 0)
        requireUsers(registry, read, fault);
    if (faults.length > 0) throw new OrganizationError(from, faults);

    // An account without principals gets the partition of the others.
    const partition = read.find((account) => account.partition !== undefined)?.partition ?? "aws";
    const whole = read.map((account): Account => ({
        ...account,
        partition: account.partition ?? partition,
    }));
    const people = withPeople(whole, registry);
    const found = limitsOf(allOf(people.accounts, registry, alike));
    const unread = [...registry.unread, ...people.unread];
    return {
        accounts: withArnsForIds(people.accounts),
        trustedIssuers: people.trustedIssuers,
        limits: [...unread, ...found.limits, ...registry.limits, ...limits],
        // What was not read makes the boundary unknown anyway.
        assumed: [...unread, ...found.assumed],
        unread,
        ...(alike === undefined
            ? {}
            : {
                  leftOut: {
                      all: registry.accounts,
                      like: alike.like,
                      whole: () =>
                          readOrganization(accounts, detailsOfAll(alike), { from, limits }),
                  },
              }),
        digest: () =>
            alike === undefined ? digestOf(accounts, detailsOf) : digestOfAll(accounts, alike),
    };
}

/** All accounts of the registry, those that are left out with what is true of the one that they are like. */
function allOf(
    accounts: readonly Account[],
    registry: Registry,
    alike: LikeAccounts | undefined,
): readonly Account[] {
    if (alike === undefined) return accounts;
    const read = new Map(accounts.map((account) => [account.id, account]));
    return registry.accounts.flatMap(({ id, name }) => {
        const account = read.get(id) ?? read.get(alike.like.get(id) ?? "");
        return account === undefined ? [] : [{ ...account, id, name }];
    });
}

/** Of an account that could not be read. */
const noDetails = { UserDetailList: [], RoleDetailList: [] };

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
    const roles = readRoles(reader, details, managed, account.environment);
    return {
        ...account,
        users,
        groups: [...groups.values()],
        roles,
        // Last, because attached policies that are missing in the details are added while
        // principals are read.
        managedPolicies: managed.own(),
        partition: reader.partition,
    };
}

function requireSameAccounts(registry: Registry, ids: readonly string[], fault: Fault): void {
    const known = new Set(registry.accounts.map(({ id }) => id));
    for (const id of ids.filter((one) => !known.has(one))) {
        fault(
            `${detailsFile(id)} does not belong to an account in ${registryFile}; add ${quote(id)} there`,
        );
    }
    const there = new Set([...ids, ...registry.unreadAccounts]);
    for (const { id } of registry.accounts.filter((account) => !there.has(account.id))) {
        fault(
            `${detailsFile(id)} is missing, but ${registryFile} has the account; save there what aws iam get-account-authorization-details prints`,
        );
    }
}

/**
 * Users named in accounts.json must exist; a misspelled ARN would otherwise be ignored silently.
 */
function requireUsers(registry: Registry, accounts: readonly ReadAccount[], fault: Fault): void {
    const arns = new Set(accounts.flatMap(({ users }) => users.map(({ arn }) => arn)));
    for (const arn of registry.identities.keys()) {
        if (!arns.has(arn)) {
            fault(
                `${registryFile}: identities has ${quote(arn)}, which is not a user of these accounts`,
            );
        }
    }
    for (const { id, secrets = [] } of registry.accounts) {
        const seen = new Set<string>();
        for (const [index, { arn, isPattern, holdsKeyOf }] of secrets.entries()) {
            const at = `${registryFile}: ${id}.secrets[${index}]`;
            // Secrets that aren't there yet may have the same pattern.
            if (seen.has(arn) && isPattern !== true)
                fault(`${at}.arn is ${quote(arn)}, which is a duplicate`);
            seen.add(arn);
            if (holdsKeyOf !== undefined && !arns.has(holdsKeyOf)) {
                fault(
                    `${at}.holdsKeyOf is ${quote(holdsKeyOf)}, which is not a user of these accounts`,
                );
            }
        }
    }
}
