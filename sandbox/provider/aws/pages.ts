import { unlessGone } from "./errors";

/** More pages than any IAM quota allows; a server that never ends its list must not hold us. */
const MAX_PAGES = 100;

/** What IAM says of a page. */
interface Page {
    readonly IsTruncated?: boolean | undefined;
    readonly Marker?: string | undefined;
}

/**
 * All members of an IAM list.
 *
 * @param fetch gets one page; its argument is spread into the request
 * @param members takes the members out of a page
 * @returns the members; none when their owner is gone
 * @throws Error after 100 pages
 */
export async function everyPage<P extends Page, T>(
    fetch: (marker: { Marker?: string }) => Promise<P>,
    members: (page: P) => readonly T[] | undefined,
): Promise<readonly T[]> {
    const all: T[] = [];
    let marker: { Marker?: string } = {};
    for (let count = 0; count < MAX_PAGES; count++) {
        const page = await unlessGone(fetch(marker));
        all.push(...((page && members(page)) ?? []));
        if (page?.IsTruncated !== true || page.Marker === undefined) {
            return all;
        }
        marker = { Marker: page.Marker };
    }
    throw new Error(`a list of IAM has more than ${MAX_PAGES} pages`);
}
