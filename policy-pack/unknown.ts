/** Stands where a preview doesn't know a value yet. Never equal to anything a rule accepts. */
export const unknown: unique symbol = Symbol("not known at preview");

// Pulumi's wire format nests at most 100 levels deep; a policy document needs fewer than 10.
const maxDepth = 64;

/**
 * A resource's properties as plain data.
 *
 * The policy SDK hands out proxies that throw on a read of an unknown value, and reports such a throw as advice only:
 * an unknown trust policy would pass. So each read is tried here, and what can't be read becomes `unknown`, as does what
 * is nested deeper than 64 levels.
 *
 * @see https://github.com/pulumi/pulumi-policy/issues/258
 */
export function reveal(value: unknown, depth = 0): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (depth > maxDepth) return unknown;
    if (Array.isArray(value)) {
        return Array.from({ length: value.length }, (_, index) => read(value, index, depth));
    }
    const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(value)) copy[key] = read(value, key, depth);
    return copy;
}

function read(from: object, key: string | number, depth: number): unknown {
    let value: unknown;
    try {
        value = (from as Record<string | number, unknown>)[key];
    } catch {
        return unknown;
    }
    return reveal(value, depth + 1);
}

/** Whether a value is unknown or holds something unknown. */
export function holdsUnknown(value: unknown): boolean {
    if (value === unknown) return true;
    return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/** A value as a message shows it, at most 200 characters long. */
export function show(value: unknown): string {
    if (value === undefined) return "missing";
    const text = JSON.stringify(value, (_, part: unknown) =>
        part === unknown ? "<not known at preview>" : part,
    ) as string | undefined;
    if (text === undefined) return typeof value;
    return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** What a violation says where something unknown decides. */
export const cannotDetermine = "Cannot determine whether the environment boundary holds";
