import { opaque, policyText } from "./policyText";

/** Accounts that are alike as far as is known: their ids. */
export type IdsOfKind = ReadonlySet<string>;

/**
 * Kinds as far as some documents list their accounts alike: a kind is divided where one list has an account, or says something of
 * it, and another has or says the same of others. So it is of policies that share the accounts between them.
 *
 * @param documents of accounts that are of no kind
 */
export function listedAlike(documents: unknown, kinds: readonly IdsOfKind[]): readonly IdsOfKind[] {
    const listings = new Map(kinds.flatMap((ids) => [...ids].map((id) => [id, [] as string[]])));
    let lists = 0;
    const visit = (value: unknown): void => {
        const said = policyText(value);
        if (typeof said !== "object" || said === null) return;
        if (Array.isArray(said)) {
            lists++;
            for (const text of said.filter((item) => typeof item === "string")) {
                const [id, ...others] = new Set(memberIds(text, listings));
                // A text that names several singles them out.
                if (id === undefined || others.length > 0) continue;
                listings.get(id)?.push(`${lists} ${text.replaceAll(id, "<id>")}`);
            }
        }
        Object.values(said).forEach(visit);
    };
    visit(documents);
    return kinds.flatMap((ids) => {
        const parts = new Map<string, Set<string>>();
        for (const id of ids) {
            const listed = JSON.stringify([...new Set(listings.get(id))].sort());
            parts.set(listed, (parts.get(listed) ?? new Set()).add(id));
        }
        return [...parts.values()];
    });
}

/**
 * Accounts that some documents treat otherwise than the others of their kind. Whoever swaps two ids of a kind that aren't among
 * these, throughout the documents, has the same documents: an id may only be an entry of a list of texts, and then the list has
 * the same entry for each of them. All lists of texts in policies and in authorization details are sets.
 *
 * @param documents of accounts that are of no kind
 */
export function singledOut(documents: unknown, kinds: readonly IdsOfKind[]): ReadonlySet<string> {
    const found = new Set<string>();
    const kindOf = new Map(kinds.flatMap((ids) => [...ids].map((id) => [id, ids] as const)));
    const visit = (value: unknown): void => {
        const said = policyText(value);
        if (said === opaque) {
            addAll(found, memberIds(String(value), kindOf));
            return;
        }
        if (typeof said === "string") {
            addAll(found, memberIds(said, kindOf));
            return;
        }
        if (Array.isArray(said) && said.every((item) => typeof item === "string")) {
            addAll(found, unevenIn(said, kindOf));
        } else if (typeof said === "object" && said !== null) {
            if (!Array.isArray(said)) {
                for (const key of Object.keys(said)) addAll(found, memberIds(key, kindOf));
            }
            Object.values(said).forEach(visit);
        }
    };
    visit(documents);
    return found;
}

/** The ids of a kind that are in a text, also within a longer number. */
export function memberIds(text: string, members: { has: (id: string) => boolean }): string[] {
    return (text.match(/\d{12,}/g) ?? []).flatMap((digits) =>
        Array.from({ length: digits.length - 11 }, (_, i) => digits.slice(i, i + 12)).filter((id) =>
            members.has(id),
        ),
    );
}

/** Ids that a list of texts doesn't have like the others of their kind. */
function unevenIn(
    list: readonly string[],
    kindOf: ReadonlyMap<string, IdsOfKind>,
): readonly string[] {
    const uneven: string[] = [];
    /** By kind and by what else an entry says, the ids that have such an entry. */
    const entries = new Map<IdsOfKind, Map<string, Set<string>>>();
    for (const text of list) {
        const ids = new Set(memberIds(text, kindOf));
        const [id] = ids;
        if (id === undefined) continue;
        const kind = kindOf.get(id);
        if (ids.size > 1 || kind === undefined || /\d{13}/.test(text)) {
            uneven.push(...ids);
            continue;
        }
        const ofKind = entries.get(kind) ?? new Map<string, Set<string>>();
        entries.set(kind, ofKind);
        const rest = text.replaceAll(id, "<id>");
        const having = ofKind.get(rest) ?? new Set();
        ofKind.set(rest, having.add(id));
    }
    for (const [kind, ofKind] of entries) {
        for (const having of ofKind.values()) {
            const lacking = [...kind].filter((id) => !having.has(id));
            // Without either, the others are alike; the fewer are singled out.
            uneven.push(...(lacking.length < having.size ? lacking : having));
        }
    }
    return uneven;
}

const addAll = (set: Set<string>, items: Iterable<string>): void => {
    for (const item of items) set.add(item);
};

/**
 * Documents without the list entries that name accounts which are left out. No list is emptied by that, if each of these accounts
 * is alike to one that stays.
 */
export function without(value: unknown, ids: ReadonlySet<string>): unknown {
    const said = policyText(value);
    if (typeof said !== "object" || said === null) return value;
    if (!Array.isArray(said)) {
        return Object.fromEntries(
            Object.entries(said).map(([key, part]) => [key, without(part, ids)]),
        );
    }
    return said
        .filter((item) => typeof item !== "string" || memberIds(item, ids).length === 0)
        .map((item) => without(item, ids));
}
