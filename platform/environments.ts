// The environment boundary for the builders. policy-pack/environmentBoundary.ts and access/organization/environments.ts
// define it again, deliberately: a fault in one definition is found by the others.
import type { TrustClass } from "./naming";

/**
 * What an account is for, and the least trust class of the identities that reach it, in the order of every table.
 *
 * The state account holds all identities, so that it counts as production: a principal that can write IAM there can become
 * any identity. Customers' non-production does, too: what customers use is production to the platform.
 */
const leastClass = {
    state: "prod",
    nonprod: "nonprod",
    "customer-nonprod": "prod",
    prod: "prod",
} as const satisfies Readonly<Record<string, TrustClass>>;

export type Environment = keyof typeof leastClass;

export const environments = Object.keys(leastClass) as readonly Environment[];

/** Whether nonprod identities reach accounts of an environment. */
export const isOpenToNonprod = (environment: Environment): boolean =>
    leastClass[environment] === "nonprod";

/** The environment boundary: whether identities of a trust class may assume roles in accounts of an environment. */
export const reaches = (trustClass: TrustClass, environment: Environment): boolean =>
    trustClass === "prod" || isOpenToNonprod(environment);
