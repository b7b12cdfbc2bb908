import { isObject } from "../policy/policyFault";

/** Takes a fault: what, where, value, bound, next step. */
export type Fault = (text: string) => void;

/** An object of any content, as JSON has it. */
export type Raw = Readonly<Record<string, unknown>>;

/** An object of a list, and where it stands. */
export interface Entry {
    readonly raw: Raw;
    /** E.g. `222222222222.json: RoleDetailList[3]`. */
    readonly at: string;
}

/** Characters: an ARN fits. */
const longest = 300;

/** A value as a fault shows it. Objects and lists aren't looked into: they may be of any size and depth. */
export function quote(value: unknown): string {
    if (value === undefined) return "missing";
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object" && value !== null) return "an object";
    if (value === null || typeof value === "number" || typeof value === "boolean") {
        return String(value);
    }
    if (typeof value !== "string") return `a ${typeof value}`;
    return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}...` : value);
}

/** The value, or an empty object and a fault. */
export function objectAt(value: unknown, at: string, fault: Fault): Raw {
    if (isObject(value)) return value;
    fault(`${at} is ${quote(value)}; must be an object`);
    return {};
}

/** The value's entries; none if it is absent. Anything but a list: none, and a fault. */
export function listAt(value: unknown, at: string, fault: Fault): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value !== undefined) fault(`${at} is ${quote(value)}; must be a list`);
    return [];
}

/** The value's objects, as `listAt`; each entry that is none is a fault. */
export function entriesAt(value: unknown, at: string, fault: Fault): readonly Entry[] {
    const entries: Entry[] = [];
    for (const [index, entry] of listAt(value, at, fault).entries()) {
        const place = `${at}[${index}]`;
        if (isObject(entry)) entries.push({ raw: entry, at: place });
        else fault(`${place} is ${quote(entry)}; must be an object`);
    }
    return entries;
}

/** A property's text, or `undefined` and a fault. */
export function textAt(owner: Raw, key: string, at: string, fault: Fault): string | undefined {
    const value = owner[key];
    if (typeof value === "string" && value !== "") return value;
    fault(`${at}.${key} is ${quote(value)}; must be text`);
    return undefined;
}
