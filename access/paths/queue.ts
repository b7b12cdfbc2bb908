/** A priority queue: cheapest first, then first in, first out. */
export class Queue<T> {
    private readonly byCost = new Map<number, { readonly items: T[]; next: number }>();
    private readonly costs: number[] = [];

    push(cost: number, item: T): void {
        const waiting = this.byCost.get(cost);
        if (waiting !== undefined) {
            waiting.items.push(item);
            return;
        }
        this.byCost.set(cost, { items: [item], next: 0 });
        // There are few distinct costs, so a sorted list suffices.
        const position = this.costs.findIndex((other) => other > cost);
        this.costs.splice(position === -1 ? this.costs.length : position, 0, cost);
    }

    /** The first item of the lowest cost; `undefined`: the queue is empty. */
    shift(): T | undefined {
        const [cost] = this.costs;
        const waiting = cost === undefined ? undefined : this.byCost.get(cost);
        if (cost === undefined || waiting === undefined) return undefined;
        const item = waiting.items[waiting.next];
        waiting.next += 1;
        if (waiting.next === waiting.items.length) {
            this.costs.shift();
            this.byCost.delete(cost);
        }
        return item;
    }

    /** The lowest cost of an item; `undefined`: the queue is empty. */
    get lowest(): number | undefined {
        return this.costs[0];
    }
}
