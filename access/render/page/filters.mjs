/* global URLSearchParams */
/**
 * The filters, stored in the URL after the `#`, so that a view can be shared.
 *
 * @typedef {object} Filters
 * @property {string} identity parts of the name or ARN, commas between alternatives; none: all
 * @property {string} account parts of the name or id
 * @property {string} environment exactly; empty: all
 * @property {string} role parts of the name or ARN
 * @property {boolean} differs whether only accounts that differ from the others of their environment are shown
 * @property {string} from ARN of the identity whose cell is open
 * @property {string} to ARN of the role, or id of the account, whose cell is open; empty: none is
 */

const textKeys = ["identity", "account", "environment", "role", "from", "to"];

/** @returns {Filters} whatever the address says */
export function readFilters(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const texts = textKeys.map((key) => [key, given.get(key) ?? ""]);
    return { ...Object.fromEntries(texts), differs: given.get("differs") === "1" };
}

/** @param {Filters} filters @returns {string} without `#`; empty, if everything is shown */
export function writeFilters(filters) {
    const texts = textKeys.filter((key) => filters[key] !== "").map((key) => [key, filters[key]]);
    return new URLSearchParams([
        ...texts,
        ...(filters.differs ? [["differs", "1"]] : []),
    ]).toString();
}

/**
 * Whether one of the alternatives is part of one of the texts; case doesn't count.
 *
 * @param {string} alternatives separated by commas; none: yes
 * @param {string[]} texts
 */
export function matches(alternatives, texts) {
    const wanted = alternatives
        .toLowerCase()
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");
    const given = texts.map((text) => text.toLowerCase());
    return wanted.length === 0 || wanted.some((part) => given.some((text) => text.includes(part)));
}
