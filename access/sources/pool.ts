/**
 * Processes items concurrently.
 *
 * @param atOnce maximum concurrency, at least 1
 * @returns results in the order of the items
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
        // All workers share the iterator, so each takes the next unprocessed item.
        for (const [index, item] of queue) results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
    return results;
}
