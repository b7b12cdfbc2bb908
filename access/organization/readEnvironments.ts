import { environments } from "./environments";
import type { Environment } from "./environments";
import type { TrustClass } from "./organization";
import { OrganizationError } from "./organizationError";
import { objectAt, quote } from "./shape";
import type { Fault } from "./shape";
import { trustClasses } from "./trustClass";

/** Which environment the accounts of an organization are of, and which trust class people are of. */
export interface Environments {
    /** By account id. */
    readonly accounts: ReadonlyMap<string, Environment>;
    /** By id or path of an organizational unit, for all accounts below it, e.g. `/Workloads/Prod`. */
    readonly units: ReadonlyMap<string, Environment>;
    /** People of IAM Identity Center by user name. */
    readonly users: ReadonlyMap<string, TrustClass>;
    /** Groups of IAM Identity Center by name. */
    readonly groups: ReadonlyMap<string, TrustClass>;
    /** As accounts.json has them, unchecked. */
    readonly more: Readonly<Record<string, unknown>>;
}

export const noEnvironments: Environments = {
    accounts: new Map(),
    units: new Map(),
    users: new Map(),
    groups: new Map(),
    more: {},
};

/** File name of it, for messages. */
export const environmentsFile = "environments.json";

const keys = [
    "accounts",
    "organizationalUnits",
    "identityCenter",
    "identities",
    "issuers",
    "trustedOwners",
];
const accountPattern = /^\d{12}$/;
const unitPattern =
    /^(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\/|(?:\/[^/\p{C}]{1,128})+)$/u;
const namePattern = /^[^\p{C}]{1,1024}$/u;

/**
 * Reads which environment accounts are of:
 *
 *     { "accounts": { "444444444444": "prod" },
 *       "organizationalUnits": { "/Workloads/Prod": "prod", "ou-ab12-11111111": "nonprod" },
 *       "identityCenter": { "groups": { "Platform": "prod" }, "users": { "jane": "prod" } },
 *       "identities", "issuers", "trustedOwners": as in accounts.json }
 *
 * @param from where it is from, for messages
 * @throws OrganizationError listing every fault
 */
export function readEnvironments(value: unknown, from: string): Environments {
    const faults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);
    const raw = objectAt(value, environmentsFile, fault);
    for (const key of Object.keys(raw).filter((one) => !keys.includes(one))) {
        fault(`${environmentsFile} has the key ${quote(key)}; allowed keys are ${keys.join(", ")}`);
    }
    const at = `${environmentsFile}: `;
    const center = objectAt(raw["identityCenter"] ?? {}, `${at}identityCenter`, fault);
    for (const key of Object.keys(center).filter((one) => one !== "users" && one !== "groups")) {
        fault(`${at}identityCenter has the key ${quote(key)}; allowed keys are users, groups`);
    }
    const found = {
        accounts: choices(
            raw["accounts"],
            `${at}accounts`,
            environments,
            accountPattern,
            "an account id of 12 digits",
            fault,
        ),
        units: choices(
            raw["organizationalUnits"],
            `${at}organizationalUnits`,
            environments,
            unitPattern,
            "the id or path of an organizational unit",
            fault,
        ),
        users: choices(
            center["users"],
            `${at}identityCenter.users`,
            trustClasses,
            namePattern,
            "a user name",
            fault,
        ),
        groups: choices(
            center["groups"],
            `${at}identityCenter.groups`,
            trustClasses,
            namePattern,
            "the name of a group",
            fault,
        ),
    };
    if (faults.length > 0) throw new OrganizationError(from, faults);
    const more = ["identities", "issuers", "trustedOwners"].flatMap((key) =>
        raw[key] === undefined ? [] : [[key, raw[key]] as const],
    );
    return { ...found, more: Object.fromEntries(more) };
}

function choices<Choice extends string>(
    value: unknown,
    at: string,
    allowed: readonly Choice[],
    pattern: RegExp,
    what: string,
    fault: Fault,
): ReadonlyMap<string, Choice> {
    const found = new Map<string, Choice>();
    for (const [key, said] of Object.entries(objectAt(value ?? {}, at, fault))) {
        const choice = allowed.find((one) => one === said);
        if (!pattern.test(key)) fault(`${at} has the key ${quote(key)}; must be ${what}`);
        else if (choice === undefined) {
            fault(`${at}: ${key} is ${quote(said)}; must be one of ${allowed.join(", ")}`);
        } else found.set(key, choice);
    }
    return found;
}

/**
 * The environment of an account: its own, or that of the nearest unit above it.
 *
 * @param parents from the root down
 */
export function environmentOf(
    { accounts, units }: Environments,
    id: string,
    parents: readonly { readonly id: string; readonly path: string }[],
): Environment | undefined {
    const own = accounts.get(id);
    if (own !== undefined) return own;
    return [...parents]
        .reverse()
        .flatMap((parent) => units.get(parent.id) ?? units.get(parent.path) ?? [])
        .at(0);
}

/** Trust class of a person: its own, or prod if one of its groups is. */
export const trustClassOfPerson = (
    { users, groups }: Environments,
    name: string,
    ofGroups: readonly string[],
): TrustClass =>
    users.get(name) ??
    (ofGroups.some((group) => groups.get(group) === "prod") ? "prod" : "nonprod");
