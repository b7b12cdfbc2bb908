/** A priority queue: cheapest first, then first in, first out. */
export class Queue<T> {
    private readonly byCost = new Map<number, T[]>();
    private readonly costs: number[] = [];

    push(cost: number, item: T): void {
        const waiting = this.byCost.get(cost);
        if (waiting !== undefined) {
            waiting.push(item);
            return;
        }
        this.byCost.set(cost, [item]);
        // There are few distinct costs, so a sorted list suffices.
        const position = this.costs.findIndex((other) => other > cost);
        this.costs.splice(position === -1 ? this.costs.length : position, 0, cost);
    }

    /** All items of the lowest cost, in insertion order; `undefined`: the queue is empty. */
    shift(): readonly T[] | undefined {
        const cost = this.costs.shift();
        if (cost === undefined) return undefined;
        const items = this.byCost.get(cost) ?? [];
        this.byCost.delete(cost);
        return items;
    }
}
