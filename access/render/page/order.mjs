/** Environments in the order in which accounts are shown. */
export const environments = ["state", "nonprod", "prod"];

/** Sorts accounts by environment. */
export const byEnvironment = (a, b) =>
    environments.indexOf(a.environment) - environments.indexOf(b.environment);
