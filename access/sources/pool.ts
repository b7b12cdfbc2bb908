/**
 * Works on every item, at most so many at once.
 *
 * @param atOnce at least 1
 * @returns results in the items' order
 * @throws what the first failing `work` throws
 */
export async function pool<Item, Result>(
    items: readonly Item[],
    atOnce: number,
    work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
    const results: Result[] = [];
    const queue = items.entries();
    const worker = async (): Promise<void> => {
        // All workers share the iterator, so each takes the next item that nobody took.
        for (const [index, item] of queue) results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
    return results;
}
