/* global URLSearchParams */
/**
 * What is shown, stored in the URL after the `#`, so that a view can be shared.
 *
 * @typedef {object} Filters
 * @property {string} search as search.mjs reads it
 * @property {string} environment of accounts, exactly; empty: all
 * @property {boolean} differs whether only accounts that differ from the others of their environment are shown
 * @property {boolean} each whether what is alike has a row or column each, even where there are many
 * @property {number} page of the columns, from 1
 * @property {string} from ARN of the identity whose cell or page is open
 * @property {string} to ARN of the role, or id of the account, whose cell or page is open; both empty: none is
 */

const textKeys = ["search", "environment", "from", "to"];
const switches = ["differs", "each"];

/** @returns {Filters} whatever the address says */
export function readFilters(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const page = Number(given.get("page"));
    return {
        ...Object.fromEntries(textKeys.map((key) => [key, given.get(key) ?? ""])),
        ...Object.fromEntries(switches.map((key) => [key, given.get(key) === "1"])),
        page: Number.isSafeInteger(page) && page > 1 ? page : 1,
    };
}

/** @param {Filters} filters @returns {string} without `#`; empty, if everything is shown */
export const writeFilters = (filters) =>
    new URLSearchParams([
        ...textKeys.filter((key) => filters[key] !== "").map((key) => [key, filters[key]]),
        ...switches.filter((key) => filters[key]).map((key) => [key, "1"]),
        ...(filters.page > 1 ? [["page", String(filters.page)]] : []),
    ]).toString();
