import type { Hop } from "./hop";

/** How a fact was gained: the last hop, and the derivations that it needs. */
export interface Derivation {
    /** Absent for what the attacker has at the start. */
    readonly hop?: Hop;
    readonly premises: readonly Derivation[];
    /** Number of hops of the whole path. An uncertain hop costs more than any certain path. */
    readonly cost: number;
}

/** More than the length of any path, so that certain paths are found first. */
const uncertain = 1_000_000;

export const given: Derivation = { premises: [], cost: 0 };

export const isCertain = ({ cost }: Derivation): boolean => cost < uncertain;

/** What a hop adds to the cost of its path. */
export const costOfHop = ({ unknown }: Hop): number => (unknown === undefined ? 1 : uncertain);

/** @param premises what the hop needs; hops that they share are counted once */
export function derive(hop: Hop, premises: readonly Derivation[]): Derivation {
    return { hop, premises, cost: costOfAll(premises) + costOfHop(hop) };
}

/** The cost of several derivations together: hops that they share are counted once. */
export const costOfAll = (premises: readonly Derivation[]): number => {
    const [first = given] = premises;
    return premises.length <= 1 ? first.cost : costOf(hopsOfAll(premises));
};

/** Both derivations as one, which leads to nothing new. */
export const both = (one: Derivation, other: Derivation): Derivation => {
    const premises = [one, other];
    return { premises, cost: costOfAll(premises) };
};

/** The hops that lead to a fact, in order. */
export function hopsOf(derivation: Derivation): readonly Hop[] {
    const { hop, premises } = derivation;
    // Fast path for the most frequent case: a single hop from the start.
    if (hop !== undefined && premises.length === 1 && premises[0] === given) return [hop];
    return [...hopsOfAll([derivation])];
}

const costOf = (hops: ReadonlySet<Hop>): number => {
    let cost = 0;
    for (const hop of hops) cost += costOfHop(hop);
    return cost;
};

function hopsOfAll(derivations: readonly Derivation[]): ReadonlySet<Hop> {
    const hops = new Set<Hop>();
    const seen = new Set<Derivation>();
    const visit = (derivation: Derivation): void => {
        if (seen.has(derivation)) return;
        seen.add(derivation);
        derivation.premises.forEach(visit);
        if (derivation.hop !== undefined) hops.add(derivation.hop);
    };
    derivations.forEach(visit);
    return hops;
}

/**
 * The least that a step costs which two members take together: each of them was gained by a hop of its own, but the identity
 * itself by none.
 *
 * @param cost of the member that was gained last
 */
export function leastJointCost(members: Iterable<Derivation>, cost: number): number {
    for (const by of members) if (by.cost === 0) return cost + 1;
    return Math.max(cost, 2) + 1;
}
