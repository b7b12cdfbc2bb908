import { parseJson } from "./parseJson";
import type { ResourceFacts } from "./rule";
import { show } from "./unknown";

/** What one resource of the platform must be. */
export interface Expected {
    readonly type: string;
    /** Property that says which resource it is, e.g. `bucket`. */
    readonly by: string;
    /** All properties. */
    readonly props: Readonly<Record<string, unknown>>;
    /** Region, where it isn't the stack's. */
    readonly region?: string;
}

/** Properties that change nothing, or that a region of its own is compared by. */
const plain: readonly string[] = ["arn", "description", "id", "region", "tags", "tagsAll"];

/** Whether a resource is the expected one, rightly or wrongly. @param own region of the stack */
export const isMeant = ({ type, props }: ResourceFacts, expected: Expected, own: string): boolean =>
    type === expected.type &&
    props[expected.by] === expected.props[expected.by] &&
    // A bucket's settings are found in whatever region they are asked for.
    (expected.by === "bucket" || regionOf(props, own) === (expected.region ?? own));

/** The region that a resource is in. */
export const regionOf = (props: ResourceFacts["props"], own: string): unknown =>
    props["region"] === undefined || props["region"] === "" ? own : props["region"];

/** A sentence for each property that isn't as expected, and for each that should not be there. */
export const differencesOf = (
    { props }: ResourceFacts,
    expected: Readonly<Record<string, unknown>>,
    noun: string,
): readonly string[] => [
    ...Object.entries(expected)
        .flatMap(([key, value]) => difference(key, read(props[key], value), value) ?? [])
        .map(({ path, found, wanted }) => `${path} is ${show(found)}; must be ${show(wanted)}.`),
    ...Object.keys(props)
        .filter((key) => !Object.hasOwn(expected, key) && !plain.includes(key) && isSet(props[key]))
        .map((key) => `${key} is ${show(props[key])}; ${noun} has none.`),
];

/** What a provider hands over for a property that is left out. */
const isSet = (value: unknown): boolean =>
    value !== undefined &&
    value !== null &&
    value !== "" &&
    value !== false &&
    !(Array.isArray(value) && value.length === 0);

/** A value, or what its JSON text says where an object or a list is expected. */
function read(value: unknown, expected: unknown): unknown {
    if (typeof value !== "string" || typeof expected !== "object") return value;
    try {
        return parseJson(value);
    } catch {
        return value;
    }
}

/** The first thing in a value that isn't as expected. The order of keys means nothing. */
function difference(
    path: string,
    found: unknown,
    wanted: unknown,
): { readonly path: string; readonly found: unknown; readonly wanted: unknown } | undefined {
    if (found === wanted) return undefined;
    if (!isTree(found) || !isTree(wanted) || Array.isArray(found) !== Array.isArray(wanted)) {
        return { path, found, wanted };
    }
    const isList = Array.isArray(wanted);
    if (isList && Object.keys(found).length !== Object.keys(wanted).length) {
        return { path, found, wanted };
    }
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
        const place = isList ? `${path}[${key}]` : `${path}.${key}`;
        const part = difference(place, found[key], wanted[key]);
        if (part !== undefined) return part;
    }
    return undefined;
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null;
