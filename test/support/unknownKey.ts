import fc from "fast-check";

/** A value with a property more, and the property's name. */
export interface WithUnknownKey {
    readonly value: unknown;
    readonly key: string;
}

// Names that every object has, names near real ones, and any others without a colon or blank.
const anyKey = fc.oneof(
    fc.constantFrom("constructor", "__proto__", "toString", "hasOwnProperty", "role", "names"),
    fc.stringMatching(/^[A-Za-z_]{1,12}$/),
);

/** The value with an unknown property in one of its objects, whichever it is; lists are looked into. */
export const withUnknownKey = (value: object): fc.Arbitrary<WithUnknownKey> =>
    fc
        .tuple(fc.constantFrom(...objectsIn(value, [])), anyKey)
        .filter(([path, key]) => !Object.hasOwn(at(value, path), key))
        .map(([path, key]) => ({ value: extended(value, path, key), key }));

type Path = readonly (string | number)[];

function objectsIn(value: unknown, path: Path): readonly Path[] {
    if (typeof value !== "object" || value === null) return [];
    const inner = Object.entries(value).flatMap(([key, part]) => objectsIn(part, [...path, key]));
    return Array.isArray(value) ? inner : [path, ...inner];
}

const at = (value: unknown, path: Path): object =>
    path.reduce((part, key) => (part as Record<string | number, unknown>)[key], value) as object;

function extended(value: unknown, [first, ...rest]: Path, key: string): unknown {
    if (first === undefined) {
        return Object.fromEntries([...Object.entries(value as object), [key, "x"]]);
    }
    const copy = (
        Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
    ) as Record<string | number, unknown>;
    copy[first] = extended(copy[first], rest, key);
    return copy;
}
