/**
 * Whether nonprod identities may reach accounts of an environment, in the order in which accounts are shown: the table of
 * access/organization/environments.ts, which a page can't import.
 */
const isOpen = {
    state: false,
    "state-nonprod": true,
    nonprod: true,
    "customer-nonprod": false,
    prod: false,
};

export const environments = Object.keys(isOpen);

/** Whether nonprod identities may reach accounts of an environment; what isn't known, they may not. */
export const isOpenToNonprod = (environment) => isOpen[environment] === true;

/** Class of an account's box. @param environment empty: of no account that is known */
export const accountClass = (environment) =>
    environment === "" || isOpenToNonprod(environment) ? "account" : "account production";

/** Sorts accounts by environment. */
export const byEnvironment = (a, b) =>
    environments.indexOf(a.environment) - environments.indexOf(b.environment);
