import { issuerOf } from "../federation/provider";
import { environments } from "./environments";
import type { Environment } from "./environments";
import type { TrustClass, TrustedIssuers } from "./organization";
import { isObject } from "../policy/policyError";
import { objectAt, quote } from "./shape";
import type { Fault } from "./shape";
import { trustClasses } from "./trustClass";

/** Host, and a path where the issuer has one, as in the provider's ARN. */
const addressPattern = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?(?:\/[!-)+->@-~]+)*$/i;
const samlProvider = /^arn:[a-z-]+:iam::\d{12}:saml-provider\/[\w.-]+$/;
// An owner is named in full.
const ownerPattern = /^[^\p{C}\s*?]{1,256}$/u;

/**
 * Whose the issuers of identity providers are.
 *
 * @param issuers by address of an issuer that is one operator's, or ARN of a SAML provider: its environment
 * @param trustedOwners by address of a shared issuer: owners by name or id as trust policies name them, each with its trust class,
 *   or a list of owners of class prod
 * @param at where they stand, for faults, e.g. `accounts.json`
 */
export function readTrustedIssuers(
    issuers: unknown,
    trustedOwners: unknown,
    at: string,
    fault: Fault,
): TrustedIssuers {
    return {
        environments: readIssuers(issuers, `${at}: issuers`, fault),
        owners: readOwners(trustedOwners, `${at}: trustedOwners`, fault),
    };
}

function readIssuers(value: unknown, at: string, fault: Fault): ReadonlyMap<string, Environment> {
    const found = new Map<string, Environment>();
    if (value === undefined) return found;
    for (const [key, said] of Object.entries(objectAt(value, at, fault))) {
        const address = addressAt(key, at, fault);
        const environment = environments.find((known) => known === said);
        if (environment === undefined) {
            fault(`${at}: ${key} is ${quote(said)}; must be one of ${environments.join(", ")}`);
        }
        if (address === undefined || environment === undefined) continue;
        if (issuerOf(address).kind === "shared") {
            fault(
                `${at} has the key ${quote(key)}, which many organizations share; name your owners there in trustedOwners`,
            );
        } else if (found.has(address)) fault(`${at} has the key ${quote(key)} twice`);
        else found.set(address, environment);
    }
    return found;
}

function readOwners(value: unknown, at: string, fault: Fault): TrustedIssuers["owners"] {
    const found = new Map<string, ReadonlyMap<string, TrustClass>>();
    if (value === undefined) return found;
    for (const [key, said] of Object.entries(objectAt(value, at, fault))) {
        const address = addressAt(key, at, fault);
        const owners = readOwnersOf(said, `${at}: ${key}`, fault);
        if (address === undefined) continue;
        if (issuerOf(address).kind !== "shared") {
            fault(
                `${at} has the key ${quote(key)}, which isn't known to be shared by many; say whose it is in issuers`,
            );
        } else if (found.has(address)) fault(`${at} has the key ${quote(key)} twice`);
        else found.set(address, owners);
    }
    return found;
}

function readOwnersOf(value: unknown, at: string, fault: Fault): ReadonlyMap<string, TrustClass> {
    if (!Array.isArray(value) && !isObject(value)) {
        fault(
            `${at} is ${quote(value)}; must be a list of owners, or an object of owners and trust classes`,
        );
        return new Map();
    }
    const entries = Array.isArray(value)
        ? value.map((owner: unknown) => [owner, "prod"] as const)
        : Object.entries(value);
    const owners = new Map<string, TrustClass>();
    for (const [owner, said] of entries) {
        const trustClass = trustClasses.find((known) => known === said);
        if (typeof owner !== "string" || !ownerPattern.test(owner)) {
            fault(
                `${at} has the owner ${quote(owner)}; must be a whole name or id, without wildcards`,
            );
        } else if (trustClass === undefined) {
            fault(`${at}: ${owner} is ${quote(said)}; must be one of ${trustClasses.join(", ")}`);
        } else if (owners.has(owner)) fault(`${at} has the owner ${quote(owner)} twice`);
        else owners.set(owner, trustClass);
    }
    return owners;
}

/** An address in lower case, or a SAML provider's ARN. */
function addressAt(key: string, at: string, fault: Fault): string | undefined {
    if (samlProvider.test(key)) return key;
    if (addressPattern.test(key)) return key.toLowerCase();
    fault(
        `${at} has the key ${quote(key)}; must be an issuer's address without https://, as in its provider's ARN, or the ARN of a SAML provider`,
    );
    return undefined;
}
