/** A property value as the engine sends it: JSON, with sentinels for what is not known yet. */
export type Value =
    | null
    | boolean
    | number
    | string
    | readonly Value[]
    | { readonly [key: string]: Value };

/** A bag of properties: the inputs or the state of one resource. */
export type Props = Readonly<Record<string, Value>>;

/**
 * What the engine puts in the place of a value that is unknown in a preview.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go `UnknownStringValue`
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is, or has within it, something that is unknown in a preview. */
export function hasUnknown(value: Value | undefined): boolean {
    if (typeof value === "string") {
        return value === UNKNOWN;
    }
    if (typeof value !== "object" || value === null) {
        return false;
    }
    return Object.values(value).some((member: Value) => hasUnknown(member));
}

/** Whether a value is an object, as opposed to a list or a scalar. */
export function isObject(value: Value | undefined): value is Readonly<Record<string, Value>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The properties that have a value: the engine sends `null` for what a program set to `null`. */
export function withoutNulls(props: Props): Props {
    return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== null));
}

/** JSON text with the keys of every object sorted, so that equal values have equal texts. */
export function stableJson(value: Value): string {
    return JSON.stringify(value, (_key, member: Value) =>
        isObject(member)
            ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
            : member,
    );
}
