import { isObject } from "../policy/policyError";

/** Reports a fault: what, where, value, bound, next step. */
export type Fault = (text: string) => void;

/** A JSON object of any content. */
export type Raw = Readonly<Record<string, unknown>>;

/** An object in a list, and its position. */
export interface Entry {
    readonly raw: Raw;
    /** E.g. `222222222222.json: RoleDetailList[3]`. */
    readonly at: string;
}

/** Characters; enough for an ARN. */
const longest = 300;

/** A value for a message. Objects and lists are not printed; they may be large. */
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

/** The value; an empty object and a fault if it is not an object. */
export function objectAt(value: unknown, at: string, fault: Fault): Raw {
    if (isObject(value)) return value;
    fault(`${at} is ${quote(value)}; must be an object`);
    return {};
}

/** The items of a list; empty if the value is absent. Any other value is a fault. */
export function listAt(value: unknown, at: string, fault: Fault): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value !== undefined) fault(`${at} is ${quote(value)}; must be a list`);
    return [];
}

/** The objects of a list, as `listAt`; an item that is not an object is a fault. */
export function entriesAt(value: unknown, at: string, fault: Fault): readonly Entry[] {
    const entries: Entry[] = [];
    for (const [index, entry] of listAt(value, at, fault).entries()) {
        const place = `${at}[${index}]`;
        if (isObject(entry)) entries.push({ raw: entry, at: place });
        else fault(`${place} is ${quote(entry)}; must be an object`);
    }
    return entries;
}

/** A non-empty string property; otherwise `undefined` and a fault. */
export function textAt(owner: Raw, key: string, at: string, fault: Fault): string | undefined {
    const value = owner[key];
    if (typeof value === "string" && value !== "") return value;
    fault(`${at}.${key} is ${quote(value)}; must be text`);
    return undefined;
}
