/** What waits, cheapest first; among equals, what came first. */
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
        // Few costs differ, so that a sorted list serves.
        const position = this.costs.findIndex((other) => other > cost);
        this.costs.splice(position === -1 ? this.costs.length : position, 0, cost);
    }

    /** Everything of the least cost, in the order in which it came; `undefined`: nothing waits. */
    shift(): readonly T[] | undefined {
        const cost = this.costs.shift();
        if (cost === undefined) return undefined;
        const items = this.byCost.get(cost) ?? [];
        this.byCost.delete(cost);
        return items;
    }
}
