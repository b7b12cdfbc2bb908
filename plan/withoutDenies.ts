import { isObject } from "../platform/isObject";

/** A policy document without its Deny statements. What can't be read stays as it is, so that it counts as unknown. */
export function withoutDenies(document: unknown): unknown {
    const value = typeof document === "string" ? parsed(document) : document;
    if (!isObject(value)) return document;
    const { Statement } = value;
    const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    const isDeny = (one: unknown): boolean => isObject(one) && one["Effect"] === "Deny";
    return { ...value, Statement: statements.filter((one) => !isDeny(one)) };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
