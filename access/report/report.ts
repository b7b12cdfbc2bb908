import type { Environment } from "../organization/environments";
import type { TrustClass } from "../organization/organization";
import type { Hop } from "../paths/hop";
import type { Provenance } from "./provenance";
import type { Verdict } from "./verdict";

/** The result of the proof. ARNs are the identifiers. */
export interface Report {
    /** Of the JSON that `access --format json` prints of it. */
    readonly version: 2;
    /** Where it comes from; absent: not known, as of a report of version 1. */
    readonly provenance?: Provenance;
    /** Equal to `verdict.boundary`; kept for readers of version 1. Use `verdict`. */
    readonly boundary: Verdict["boundary"];
    /** Whether the environment boundary holds. */
    readonly verdict: Verdict;
    readonly accounts: readonly ReportAccount[];
    readonly identities: readonly ReportIdentity[];
    readonly roles: readonly ReportRole[];
    /** Every role that an identity reaches, with its shortest path. Sorted by identity, then account, then role. */
    readonly reach: readonly Reach[];
    /** The entries of `reach` that break the environment boundary, shortest path first. */
    readonly crossings: readonly Reach[];
    /** Prod identities that a nonprod identity can become, shortest path first. */
    readonly takeovers: readonly Takeover[];
    /**
     * ARNs of the identities whose search stopped at its limit: they may also reach roles that `reach` doesn't list for
     * them.
     */
    readonly unfinishedSearches: readonly string[];
    /** What was not evaluated, a sentence each. */
    readonly limits: readonly string[];
}

export interface ReportAccount {
    readonly id: string;
    readonly name: string;
    readonly environment: Environment;
}

export interface ReportIdentity {
    readonly arn: string;
    readonly name: string;
    readonly account: string;
    readonly trustClass: TrustClass;
}

export interface ReportRole {
    readonly arn: string;
    readonly name: string;
    readonly account: string;
    /** Whether it is for emergencies, by its path; absent: it is not. */
    readonly breakGlass?: true;
}

export interface Reach {
    /** ARN of the user or entry role. */
    readonly identity: string;
    /** ARN of the role. */
    readonly role: string;
    /** In order; a hop may depend on several earlier ones. */
    readonly hops: readonly Hop[];
}

export interface Takeover {
    /** ARN of the nonprod identity. */
    readonly identity: string;
    /** ARN of the prod identity that it becomes. */
    readonly becomes: string;
    readonly hops: readonly Hop[];
}
