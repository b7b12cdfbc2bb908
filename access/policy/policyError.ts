/**
 * A part of a policy is invalid. Thrown by readers of parts, caught where the statement or document
 * is read.
 */
export class PolicyError extends Error {}

/** A value for a message, shortened. */
export function describeValue(value: unknown): string {
    if (typeof value === "string") {
        return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value);
    }
    if (value === null || typeof value === "number" || typeof value === "boolean") {
        return String(value);
    }
    return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}

/** Whether it is a JSON object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads one string or a list of strings.
 *
 * @param element name for messages, e.g. `Action`
 * @throws PolicyError for any other value, an empty list or an empty string
 */
export function readStrings(element: string, value: unknown): readonly string[] {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length === 0) throw new PolicyError(`${element} is an empty list`);
    return list.map((item) => {
        if (typeof item !== "string") {
            throw new PolicyError(
                `${element} is ${describeValue(item)}; must be a string or a list of strings`,
            );
        }
        if (item === "") throw new PolicyError(`${element} is an empty string`);
        return item;
    });
}
