import type { Derivation } from "./derivation";
import type { Reached } from "./gainedFacts";
import type { CreatedNode } from "./nodes";

/** What a search found. */
export interface SearchResult {
    readonly reached: Reached;
    /**
     * Whether the search ended by itself, so that a goal without a derivation can't be reached. False: it stopped at its
     * limit, and such a goal may be reachable.
     */
    readonly isFinished: boolean;
    /** Whether it was stopped because the time was up. */
    readonly isOutOfTime: boolean;
    /** Whether interchangeable identities of the same trust class reach the same, each by its own hops. */
    readonly isOfAllAlike: boolean;
    /** What was created in accounts where that is a goal, and how. */
    readonly created: readonly (readonly [CreatedNode, Derivation])[];
}
