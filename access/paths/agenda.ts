import { derive } from "./derivation";
import type { Derivation } from "./derivation";
import type { GainedFacts } from "./gainedFacts";
import { PendingFacts } from "./pendingFacts";
import { Queue } from "./queue";
import type { StepList } from "./stepList";
import { gainKey } from "./task";
import type { Task } from "./task";

/** What a search has to do, in order of cost. */
export class Agenda {
    private readonly queue = new Queue<Task>();
    /** Facts that wait to be gained. */
    readonly pending: PendingFacts;

    /** @param nodeCount number of nodes of the graph */
    constructor(
        private readonly gained: GainedFacts,
        nodeCount: number,
    ) {
        this.pending = new PendingFacts(nodeCount);
    }

    /** The next task, which is then no longer in it; `undefined`: nothing is left. */
    next(): Task | undefined {
        return this.queue.shift();
    }

    /** Whether a fact waits to be gained at a cost, and nothing comes before it. */
    hasGainAt(cost: number): boolean {
        return this.queue.lowest === gainKey(cost);
    }

    /** Gains come before evaluations that could bring the same fact at the same cost, which are then skipped. */
    add(task: Task): void {
        const { cost } = task.by;
        if (task.does === "gain") this.pending.add(task.fact, cost);
        this.queue.push(task.does === "gain" ? gainKey(cost) : gainKey(cost + 1) + 1, task);
    }

    /**
     * Adds what steps yield, unless it is gained or waits at no higher cost.
     *
     * @param premises what the steps need, besides a created node that they act on
     */
    addSteps({ list, yieldedNodes, as }: StepList, premises: readonly Derivation[]): void {
        const least = Math.max(...premises.map(({ cost }) => cost));
        for (let position = 0; position < list.length; position += 1) {
            const index = yieldedNodes[position] ?? -1;
            if (this.gained.hasNode(index)) continue;
            const step = list[position];
            if (step === undefined || (index < 0 && this.gained.has(step.yields))) continue;
            const { yields, hop, on } = step;
            if (this.pending.has(yields, least + 1)) continue;
            const creation = on === undefined ? undefined : this.gained.derivationOf(on);
            const by = derive(
                as === undefined ? hop : { ...hop, from: as },
                creation === undefined ? premises : [...premises, creation],
            );
            this.add({ does: "gain", fact: yields, by });
        }
    }
}
