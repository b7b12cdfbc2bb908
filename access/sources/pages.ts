/**
 * Reads all pages of a listing.
 *
 * @param read reads the page at a marker, the first without; returns the next page's marker as
 *   `next`
 * @throws Error if AWS returns a marker twice, which would never end, or more than 10,000 pages
 */
export async function allPages<Item>(
    read: (marker: string | undefined) => Promise<{
        readonly items: readonly Item[];
        readonly next: string | undefined;
    }>,
): Promise<Item[]> {
    const items: Item[] = [];
    const markers = new Set<string>();
    let marker: string | undefined;
    do {
        const page = await read(marker);
        items.push(...page.items);
        marker = page.next;
        if (marker !== undefined && markers.has(marker)) {
            throw new Error("AWS returned the same page marker twice; retry.");
        }
        if (marker !== undefined) markers.add(marker);
        if (markers.size >= maxPages) throw new Error(`AWS returned over ${maxPages} pages.`);
    } while (marker !== undefined);
    return items;
}

const maxPages = 10_000;
