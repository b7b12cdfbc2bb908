import type { LiveAccount } from "../../../operations/liveAccount";

/** One change of live data, as data. */
export interface Tampering {
    /** Name of the account. */
    readonly account: string;
    /** Path of keys; in a list, the item of that name. */
    readonly at: readonly string[];
    /** New value of the key; with `add`, a new item of the list; with neither, it goes. */
    readonly set?: unknown;
    readonly add?: unknown;
}

type Tree = Record<string, unknown>;

/** Live accounts with changes; what is given stays as it is. */
export function tampered(
    live: readonly LiveAccount[],
    changes: readonly Tampering[],
): readonly LiveAccount[] {
    const copy = structuredClone(live) as LiveAccount[];
    for (const { account, at, set, add } of changes) {
        const root: unknown = copy.find((one) => one.account.name === account);
        const owner = at.slice(0, -1).reduce<unknown>(step, root) as Tree;
        const last = at.at(-1) ?? "";
        if (add !== undefined) {
            owner[last] = [...((owner[last] as unknown[] | undefined) ?? []), add];
        } else if (set !== undefined) {
            if (Array.isArray(owner)) throw new Error("set needs a key");
            owner[last] = set;
        } else if (Array.isArray(owner)) {
            owner.splice(owner.indexOf(item(owner, last)), 1);
        } else {
            if (!(last in owner)) throw new Error(`nothing at ${at.join(" ")}`);
            Reflect.deleteProperty(owner, last);
        }
    }
    return copy;
}

function step(owner: unknown, key: string): unknown {
    const found = Array.isArray(owner) ? item(owner, key) : (owner as Tree)[key];
    if (found === undefined) throw new Error(`nothing called ${key}`);
    return found;
}

/** An item of a list by any of its texts, e.g. its name. */
function item(list: readonly unknown[], name: string): unknown {
    const found = list.find(
        (one) => one === name || Object.values(one as Tree).some((value) => value === name),
    );
    if (found === undefined) throw new Error(`nothing called ${name}`);
    return found;
}
