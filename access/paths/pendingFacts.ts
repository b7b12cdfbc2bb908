import { factKey } from "./step";
import type { Fact } from "./step";

/** Facts that wait in the queue of a search, each with the least cost that it waits at. */
export class PendingFacts {
    private readonly ofNodes: Float64Array;
    /** Of changes and created nodes, by key. */
    private readonly ofOthers = new Map<string, number>();

    /** @param nodeCount number of nodes of the graph */
    constructor(nodeCount: number) {
        this.ofNodes = new Float64Array(nodeCount).fill(Infinity);
    }

    add(fact: Fact, cost: number): void {
        if (cost >= this.costOf(fact)) return;
        const { controls } = fact;
        if (controls === undefined || controls.kind === "created")
            this.ofOthers.set(factKey(fact), cost);
        else this.ofNodes[controls.index] = cost;
    }

    /** Whether a fact waits, or waited, at no more than a cost: another step to it that costs as much is of no use. */
    has(fact: Fact, cost: number): boolean {
        return this.costOf(fact) <= cost;
    }

    /** @param index of a node */
    hasNode(index: number, cost: number): boolean {
        return (this.ofNodes[index] ?? Infinity) <= cost;
    }

    private costOf(fact: Fact): number {
        const { controls } = fact;
        return (
            (controls === undefined || controls.kind === "created"
                ? this.ofOthers.get(factKey(fact))
                : this.ofNodes[controls.index]) ?? Infinity
        );
    }
}
