import { createHash } from "node:crypto";

/**
 * SHA-256 of an organization's documents as they were read: accounts.json, then each account's details by id.
 *
 * @param details parsed, by account id
 */
export function digestOf(accounts: unknown, details: ReadonlyMap<string, unknown>): string {
    const hash = createHash("sha256").update(textOf(accounts));
    const byId = [...details].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [id, document] of byId) hash.update(`\n${id}\n`).update(textOf(document));
    return `sha256:${hash.digest("hex")}`;
}

/** Nothing has no JSON. */
const textOf = (value: unknown): string => (value === undefined ? "null" : JSON.stringify(value));
