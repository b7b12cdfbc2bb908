import type { Derivation } from "../paths/derivation";
import type { Hop } from "../paths/hop";
import type { AccountNode, PrincipalNode } from "../paths/nodes";
import type { Reach, Takeover } from "./report";

/** A path of the report, and how it was derived. */
export interface Found<T> {
    readonly entry: T;
    readonly by: Derivation;
}

/** What the search of one identity found. */
export interface Findings {
    readonly identity: PrincipalNode;
    readonly reach: readonly Reach[];
    /** Those of `reach` that break the environment boundary. */
    readonly crossings: readonly Found<Reach>[];
    readonly takeovers: readonly Found<Takeover>[];
    /** Accounts in which only what is created is reached. */
    readonly withCreated: readonly AccountNode[];
    /** Absent: the search ended by itself. */
    readonly stoppedBy?: "search limit" | "time limit";
    /** Whether the search stopped before every target outside nonprod was reached or ruled out. */
    readonly isUndecided: boolean;
    /** Whether interchangeable identities have the same. */
    readonly isOfAllAlike: boolean;
}

/** The findings of an interchangeable identity: the same, but that it acts where the other one did. */
export function findingsOf(identity: PrincipalNode, found: Findings): Findings {
    const from = found.identity.arn;
    const { arn } = identity;
    const hops = new Map<Hop, Hop>();
    // A hop that several paths begin with stays one object, as reports write it once.
    const hopOf = (hop: Hop): Hop => {
        if (hop.from !== from) return hop;
        let own = hops.get(hop);
        if (own === undefined) hops.set(hop, (own = { ...hop, from: arn }));
        return own;
    };
    const entries = new Map<Reach, Reach>();
    const reach = found.reach.map((entry): Reach => {
        const own = { identity: arn, role: entry.role, hops: entry.hops.map(hopOf) };
        if (found.crossings.length > 0) entries.set(entry, own);
        return own;
    });
    return {
        ...found,
        identity,
        reach,
        crossings: found.crossings.map(({ entry, by }) => ({
            entry: entries.get(entry) ?? entry,
            by,
        })),
        takeovers: found.takeovers.map(({ entry, by }) => ({
            entry: { ...entry, identity: arn, hops: entry.hops.map(hopOf) },
            by,
        })),
    };
}
