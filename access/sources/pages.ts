/**
 * All pages of a listing.
 *
 * @param read reads the page after a marker, the first without; what it returns as `next` is the marker of the next page
 * @throws Error if AWS gives the same marker twice, which would never end
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
            throw new Error("AWS gave the same page marker twice; try again");
        }
        if (marker !== undefined) markers.add(marker);
    } while (marker !== undefined);
    return items;
}
