import { createHash } from "node:crypto";

/** Some of many items, in a document of their own. */
export interface Part<Item> {
    /** From 0; the first part is always there. Numbers may have gaps. */
    readonly number: number;
    /** In the order in which they were given. */
    readonly items: readonly Item[];
}

/**
 * Divides items among parts that fit, by nothing but the items: neither their order nor what was there before counts. One more
 * item changes one part and makes at most one; one item less changes one part and ends at most one. No item moves between two
 * parts that both were there before and are there afterwards.
 *
 * The hash of an item's id is a path in a binary tree. A part that doesn't fit any more is split where its items' paths part: one
 * half keeps the number, the other gets the number that the tree gives it, which no part had.
 *
 * @param idOf what an item is known by; unique
 * @param fits whether items fit in one part; if it is true of items, it is true of any of them
 * @returns by number; a part that doesn't fit has items of the same hash, or one
 */
export function partsOf<Item>(
    items: readonly Item[],
    idOf: (item: Item) => string,
    fits: (items: readonly Item[]) => boolean,
): readonly Part<Item>[] {
    const hashed = items.map((item) => ({ item, hash: hashOf(idOf(item)) }));
    return split(hashed, 0, 0, fits).sort((a, b) => a.number - b.number);
}

/**
 * Whether items of a part may be split off into another one: then the other has to be there before the part loses them.
 *
 * @param number of the part
 * @param other number of the other part
 */
export const mayMoveTo = (number: number, other: number): boolean =>
    other > number && other % 2 ** bitLength(number) === number;

interface Hashed<Item> {
    readonly item: Item;
    /** 32 bits, the lowest first on the item's path. */
    readonly hash: number;
}

function split<Item>(
    hashed: readonly Hashed<Item>[],
    depth: number,
    number: number,
    fits: (items: readonly Item[]) => boolean,
): Part<Item>[] {
    const items = hashed.map(({ item }) => item);
    if (depth === 32 || fits(items)) return [{ number, items }];
    const isLeft = ({ hash }: Hashed<Item>): boolean => (hash / 2 ** depth) % 2 < 1;
    const left = hashed.filter((one) => isLeft(one));
    const [first, ...others] = hashed.filter((one) => !isLeft(one));
    // Where all go the same way, nothing is split.
    if (left.length === 0 || first === undefined) return split(hashed, depth + 1, number, fits);
    return [
        ...split(left, depth + 1, number, fits),
        // The path so far, with its last step to the right: no other part can have it.
        ...split([first, ...others], depth + 1, first.hash % 2 ** (depth + 1), fits),
    ];
}

const hashOf = (id: string): number => createHash("sha256").update(id).digest().readUInt32LE(0);

const bitLength = (number: number): number =>
    number === 0 ? 0 : Math.floor(Math.log2(number)) + 1;
