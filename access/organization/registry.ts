import type { Document, Grammar } from "../policy/document";
import { iamArn } from "./iamArn";
import { environments } from "./environments";
import type { Environment } from "./environments";
import type { Secret, TrustClass, TrustedIssuers } from "./organization";
import { isObject } from "../policy/policyError";
import { readOrUnread } from "./readOrUnread";
import { readPeople } from "./readPeople";
import type { RegistryPerson } from "./readPeople";
import { readTrustedIssuers } from "./readTrustedIssuers";
import { entriesAt, listAt, objectAt, quote } from "./shape";
import type { Entry, Fault, Raw } from "./shape";
import { trustClasses } from "./trustClass";
import { partitions } from "./partitions";

/** An account as defined in accounts.json. */
export interface RegistryAccount {
    readonly id: string;
    readonly name: string;
    readonly environment: Environment;
    readonly serviceControlPolicies: readonly (readonly Document[])[];
    readonly resourceControlPolicies: readonly (readonly Document[])[];
    readonly organizationId?: string;
    readonly secrets?: readonly Secret[];
}

/** The content of accounts.json. */
export interface Registry {
    readonly accounts: readonly RegistryAccount[];
    /** Trust class by ARN, of users whose path does not contain it. */
    readonly identities: ReadonlyMap<string, TrustClass>;
    readonly trustedIssuers: TrustedIssuers;
    /** Of IAM Identity Center; `undefined`: not given. */
    readonly people?: readonly RegistryPerson[];
    /** What is not covered, a sentence each. */
    readonly limits: readonly string[];
    /** What could not be read, a sentence each, those of accounts included. */
    readonly unread: readonly string[];
    /** Ids of accounts that could not be read whole; they may have no details. */
    readonly unreadAccounts: ReadonlySet<string>;
}

/** File name of the registry, for messages. */
export const registryFile = "accounts.json";

const accountKeys = [
    "name",
    "environment",
    "serviceControlPolicies",
    "resourceControlPolicies",
    "organizationId",
    "secrets",
    "unread",
];
const accountIdPattern = /^\d{12}$/;
// The name is printed, so control characters are rejected.
const namePattern = /^[^\p{C}]{1,64}$/u;
const organizationIdPattern = /^o-[a-z0-9]{10,32}$/;

/**
 * Reads the account registry: each account's environment, and data that AWS's authorization details
 * do not contain.
 *
 *     { "222222222222": {
 *           "name": "nonprod", "environment": "nonprod",
 *           "serviceControlPolicies": [[root's documents], [its OU's], [the account's own]],
 *           "resourceControlPolicies": likewise,
 *           "organizationId": "o-...",
 *           "secrets": [{ "arn": "...", "policy": document, "holdsKeyOf": "user's ARN" }] },
 *       "identities": { "user's ARN": "nonprod" },
 *       "issuers": { "address of an issuer, or ARN of a SAML provider": "nonprod" },
 *       "trustedOwners": { "address of a shared issuer": { "owner": "nonprod" } },
 *       "people": a list, see `readPeople`,
 *       "limits": ["what is not covered"],
 *       "unread": ["what could not be read, and why"] }
 *
 * An account may have `unread`, too; then it may lack its details. In place of a policy document, `{ "unread": "why" }` may
 * stand: what it says is unknown. Only name and environment are required. The ARN of a secret that is not there yet may have `*` and
 * `?` in it. The other keys are specific to this project.
 *
 * @param raw parsed accounts.json
 * @param fault receives every fault; the result is usable only if there is none
 */
export function readRegistry(raw: unknown, fault: Fault): Registry {
    const accounts: RegistryAccount[] = [];
    let identities: ReadonlyMap<string, TrustClass> = new Map();
    const unreadAccounts = new Set<string>();
    const registry = objectAt(raw, registryFile, fault);
    const unread = readReasons(registry["unread"], `${registryFile}: unread`, fault);
    for (const [key, value] of Object.entries(registry)) {
        const at = `${registryFile}: ${key.slice(0, 100)}`;
        if (key === "identities") identities = readIdentities(value, at, fault);
        else if (others.has(key)) continue;
        else if (accountIdPattern.test(key)) {
            const account = readAccount(key, value, at, fault);
            accounts.push(account);
            const reasons = readReasons((value as Raw | null)?.["unread"], `${at}.unread`, fault);
            if (reasons.length > 0) unreadAccounts.add(key);
            unread.push(
                ...reasons.map((why) => `Account ${key} (${account.name}) was not read: ${why}`),
            );
        } else {
            fault(
                `${registryFile} has the key ${quote(key)}; must be an account id of 12 digits, ${otherKeys.map((other) => `"${other}"`).join(", ")} or "unread"`,
            );
        }
    }
    if (accounts.length === 0) fault(`${registryFile} has no account; add at least one`);
    const { issuers, trustedOwners } = registry;
    const trustedIssuers = readTrustedIssuers(issuers, trustedOwners, registryFile, fault);
    const ids = new Set(accounts.map(({ id }) => id));
    return {
        accounts,
        identities,
        trustedIssuers,
        ...(registry["people"] === undefined
            ? {}
            : { people: readPeople(registry["people"], `${registryFile}: people`, ids, fault) }),
        limits: readReasons(registry["limits"], `${registryFile}: limits`, fault),
        unread,
        unreadAccounts,
    };
}

const otherKeys = ["identities", "issuers", "trustedOwners", "people", "limits"];
const others = new Set([...otherKeys, "unread"]);

function readReasons(value: unknown, at: string, fault: Fault): string[] {
    return listAt(value, at, fault).flatMap((reason, index) => {
        if (typeof reason === "string" && reasonPattern.test(reason)) return [reason];
        fault(`${at}[${index}] is ${quote(reason)}; must be text of 1 to 2,000 characters`);
        return [];
    });
}

// Printed, so control characters are rejected.
const reasonPattern = /^[^\p{C}]{1,2000}$/u;

function readAccount(id: string, value: unknown, at: string, fault: Fault): RegistryAccount {
    const raw = objectAt(value, at, fault);
    for (const key of isObject(value) ? Object.keys(value) : []) {
        if (!accountKeys.includes(key)) {
            fault(`${at} has the key ${quote(key)}; allowed keys are ${accountKeys.join(", ")}`);
        }
    }
    const { name, environment, organizationId } = raw;
    if (typeof name !== "string" || !namePattern.test(name)) {
        fault(`${at}.name is ${quote(name)}; must be text of 1 to 64 characters`);
    }
    const known = environments.find((one) => one === environment);
    if (known === undefined) {
        fault(
            `${at}.environment is ${quote(environment)}; must be one of ${environments.join(", ")}`,
        );
    }
    if (
        organizationId !== undefined &&
        (typeof organizationId !== "string" || !organizationIdPattern.test(organizationId))
    ) {
        fault(
            `${at}.organizationId is ${quote(organizationId)}; must be "o-" and 10 to 32 lower-case letters and digits`,
        );
    }
    const secrets =
        raw["secrets"] === undefined
            ? undefined
            : entriesAt(raw["secrets"], `${at}.secrets`, fault).map((entry) =>
                  readSecret(id, entry, fault),
              );
    return {
        id,
        // If the type is wrong a fault was reported, and the result is not used.
        name: name as string,
        environment: known ?? "prod",
        serviceControlPolicies: readLevels(raw, "serviceControlPolicies", "identity", at, fault),
        // Unlike service control policies they have a Principal element.
        resourceControlPolicies: readLevels(raw, "resourceControlPolicies", "resource", at, fault),
        ...(organizationId === undefined ? {} : { organizationId: organizationId as string }),
        ...(secrets === undefined ? {} : { secrets }),
    };
}

function readLevels(
    account: Raw,
    key: string,
    grammar: Grammar,
    at: string,
    fault: Fault,
): Document[][] {
    const levels = account[key];
    if (levels === undefined) return [];
    if (!Array.isArray(levels)) {
        fault(`${at}.${key} is ${quote(levels)}; must be a list of levels, the root's first`);
        return [];
    }
    return levels.map((level: unknown, index) => {
        const place = `${at}.${key}[${index}]`;
        if (!Array.isArray(level) || level.length === 0) {
            // A level without a policy would allow nothing; AWS always has at least one.
            fault(
                `${place} is ${Array.isArray(level) ? "empty" : quote(level)}; must be a list of at least one policy document`,
            );
            return [];
        }
        return level.map((raw: unknown, n) => readOrUnread(`${place}[${n}]`, raw, grammar));
    });
}

const secretArnPattern = new RegExp(
    `^arn:(?:${partitions.join("|")}):secretsmanager:(?:[a-z0-9-]+|\\*):(\\d{12}):secret:[\\w/+=.@!*?-]{1,520}$`,
);

function readSecret(accountId: string, { raw, at }: Entry, fault: Fault): Secret {
    const { arn, holdsKeyOf } = raw;
    if (typeof arn !== "string" || secretArnPattern.exec(arn)?.[1] !== accountId) {
        fault(`${at}.arn is ${quote(arn)}; must be a secret's ARN in account ${accountId}`);
    }
    if (holdsKeyOf !== undefined && !isUserArn(holdsKeyOf)) {
        fault(`${at}.holdsKeyOf is ${quote(holdsKeyOf)}; must be the ARN of an IAM user`);
    }
    return {
        arn: arn as string,
        ...(/[*?]/.test(String(arn)) ? { isPattern: true } : {}),
        // `null` is not a document; it is read as one with a fault, whose effect is unknown.
        ...(raw["policy"] === undefined
            ? {}
            : {
                  policy: readOrUnread(`${String(arn)} resource policy`, raw["policy"], "resource"),
              }),
        ...(holdsKeyOf === undefined ? {} : { holdsKeyOf: holdsKeyOf as string }),
    };
}

function readIdentities(value: unknown, at: string, fault: Fault): ReadonlyMap<string, TrustClass> {
    const identities = new Map<string, TrustClass>();
    for (const [arn, said] of Object.entries(objectAt(value, at, fault))) {
        const trustClass = trustClasses.find((known) => known === said);
        if (!isUserArn(arn)) {
            fault(`${at} has the key ${quote(arn)}; must be the ARN of an IAM user`);
        } else if (trustClass === undefined) {
            fault(`${at}: ${arn} is ${quote(said)}; must be one of ${trustClasses.join(", ")}`);
        } else {
            identities.set(arn, trustClass);
        }
    }
    return identities;
}

const isUserArn = (value: unknown): boolean =>
    typeof value === "string" && iamArn(value)?.type === "user";
