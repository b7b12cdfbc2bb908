import type { AccessGraph } from "./accessGraph";
import type { Hop } from "./hop";
import type { AccountNode, Node, PrincipalNode } from "./nodes";
import { ReachSearch } from "./reachSearch";
import type { SearchResult } from "./searchResult";
import { atOnce } from "./turns";
import type { Turns } from "./turns";
import type { SearchLimit } from "./searchLimit";
import { StepFinder } from "./stepFinder";

/**
 * Finds what identities can reach, cheapest paths first. The access graph is not changed by a search.
 *
 * The steps of a node in the organization as it is are found once, whichever identity reaches it. Its steps after changes
 * depend on the path; they are evaluated only where something can still be gained by them. An account whose principals
 * are all reached, and from which nothing else can be, is not evaluated further.
 */
export class PathFinder {
    private readonly finder: StepFinder;

    /** @param isLeftOut hops that no path may contain */
    constructor(
        private readonly graph: AccessGraph,
        isLeftOut?: (hop: Hop) => boolean,
    ) {
        this.finder = new StepFinder(graph, isLeftOut);
    }

    /** As `searchInTurns`, at once. */
    search(...args: Parameters<PathFinder["searchInTurns"]>): SearchResult {
        return atOnce(this.searchInTurns(...args));
    }

    /**
     * A search that yields after each evaluation, so that the caller can do something else.
     *
     * @param goals the search ends when all of them are reached
     * @param limit bounds the cost of the search; several searches may share one
     * @param creationGoals accounts in which a created principal is a goal, too
     */
    searchInTurns(
        identity: PrincipalNode,
        goals: ReadonlySet<Node>,
        limit: SearchLimit,
        creationGoals?: ReadonlySet<AccountNode>,
    ): Turns<SearchResult> {
        return new ReachSearch(
            this.graph,
            this.finder,
            identity,
            goals,
            limit,
            creationGoals,
        ).run();
    }
}
