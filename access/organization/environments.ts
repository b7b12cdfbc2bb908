// The environment boundary for the proof, deliberately defined apart from the program's and the policy pack's: a fault in
// one definition is found by the others.

/** What the environment of an account decides. */
interface Meaning {
    /** Whether nonprod identities may reach its roles; else it counts as production. */
    readonly isOpenToNonprod: boolean;
    /** Whether it holds the identities. */
    readonly holdsIdentities: boolean;
}

/**
 * The environments, in the order of every table. `state` and `customer-nonprod` count as production: who can write IAM in
 * the one can become any identity, and customers use the other. `state-nonprod` is one account as both: nonprod identities
 * reach roles there, as long as none of them lets them become a prod identity.
 */
const meanings = {
    state: { isOpenToNonprod: false, holdsIdentities: true },
    "state-nonprod": { isOpenToNonprod: true, holdsIdentities: true },
    nonprod: { isOpenToNonprod: true, holdsIdentities: false },
    "customer-nonprod": { isOpenToNonprod: false, holdsIdentities: false },
    prod: { isOpenToNonprod: false, holdsIdentities: false },
} as const satisfies Readonly<Record<string, Meaning>>;

export type Environment = keyof typeof meanings;

export const environments = Object.keys(meanings) as readonly Environment[];

/** Whether nonprod identities may reach roles of an environment. */
export const isOpenToNonprod = (environment: Environment): boolean =>
    meanings[environment].isOpenToNonprod;

/** Whether accounts of an environment hold the identities. */
export const holdsIdentities = (environment: Environment): boolean =>
    meanings[environment].holdsIdentities;
