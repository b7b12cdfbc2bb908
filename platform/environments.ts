// The environment boundary for the builders. policy-pack/environmentBoundary.ts and access/report/environmentBoundary.ts
// define it again, deliberately: a fault in one definition is found by the others.
import type { TrustClass } from "./naming";

/** What an account is for. The state account holds all identities and counts as production. */
export type Environment = "state" | "nonprod" | "prod";

export const environments: readonly Environment[] = ["state", "nonprod", "prod"];

/**
 * The environment boundary: whether identities of a trust class may assume roles in accounts of an environment.
 *
 * Nonprod must not reach `state`: a principal that can write IAM there can become any identity, including prod ones.
 */
export function reaches(trustClass: TrustClass, environment: Environment): boolean {
    return trustClass === "prod" || environment === "nonprod";
}
