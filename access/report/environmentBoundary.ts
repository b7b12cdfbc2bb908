// The environment boundary for the proof, deliberately defined apart from the program's and the policy pack's: a fault in
// one definition is found by the others.
import type { Environment } from "../organization/organization";

/** Whether nonprod identities may reach roles of an environment. The state account counts as production. */
export const isOpenToNonprod = (environment: Environment): boolean => environment === "nonprod";
