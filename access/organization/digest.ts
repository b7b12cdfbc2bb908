import { createHash } from "node:crypto";

/**
 * SHA-256 of an organization's documents as they were read: accounts.json, then each account's details by id.
 *
 * @param details parsed, by account id
 */
export const digestOf = (accounts: unknown, details: ReadonlyMap<string, unknown>): string =>
    digestOfTexts(accounts, new Map([...details].map(([id, document]) => [id, textOf(document)])));

/** The same from the details' JSON texts. */
export function digestOfTexts(accounts: unknown, texts: ReadonlyMap<string, string>): string {
    const hash = createHash("sha256").update(textOf(accounts));
    const byId = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [id, text] of byId) hash.update(`\n${id}\n`).update(text);
    return `sha256:${hash.digest("hex")}`;
}

/** Nothing has no JSON. */
const textOf = (value: unknown): string => (value === undefined ? "null" : JSON.stringify(value));
