import type { Hop } from "./hop";

/** How a fact came about: the hop that gave it, and what that hop needed. */
export interface Derivation {
    /** Absent for what the attacker has from the beginning. */
    readonly hop?: Hop;
    readonly premises: readonly Derivation[];
    /** Hops of the whole path, each uncertain one as heavy as any certain path. */
    readonly cost: number;
}

/** Heavier than any path that is certain: what is certain is found first. */
const uncertain = 1_000_000;

export const given: Derivation = { premises: [], cost: 0 };

export const isCertain = ({ cost }: Derivation): boolean => cost < uncertain;

/** @param premises what the hop needs; hops that several of them share count once */
export function derive(hop: Hop, premises: readonly Derivation[]): Derivation {
    const own = hop.unknown === undefined ? 1 : uncertain;
    const [first = given] = premises;
    const cost = premises.length === 1 ? first.cost : costOf(hopsOfAll(premises));
    return { hop, premises, cost: cost + own };
}

/** The hops that lead to a fact, in the order in which they are done. */
export function hopsOf(derivation: Derivation): readonly Hop[] {
    const { hop, premises } = derivation;
    // As most are: one hop from what the attacker has.
    if (hop !== undefined && premises.length === 1 && premises[0] === given) return [hop];
    return [...hopsOfAll([derivation])];
}

const costOf = (hops: ReadonlySet<Hop>): number => {
    let cost = 0;
    for (const { unknown } of hops) cost += unknown === undefined ? 1 : uncertain;
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
