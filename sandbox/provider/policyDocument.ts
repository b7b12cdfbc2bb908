import { isObject, stableJson, type Value } from "./values";

/** A document that was read, or why it could not be. */
export type ParsedDocument =
    | { readonly kind: "document"; readonly document: Readonly<Record<string, Value>> }
    | { readonly kind: "fault"; readonly fault: string };

/**
 * Reads a policy document's JSON text.
 *
 * @returns the document, or a fault that never repeats the text: it may contain a value that is marked as secret
 */
export function parseDocument(text: string): ParsedDocument {
    let parsed: Value;
    try {
        parsed = JSON.parse(text) as Value;
    } catch (error) {
        const position = /position \d+/.exec(String(error))?.[0];
        return { kind: "fault", fault: `is not valid JSON${position ? ` (at ${position})` : ""}` };
    }
    return isObject(parsed)
        ? { kind: "document", document: parsed }
        : { kind: "fault", fault: "is JSON, but not an object; a policy document is an object" };
}

/**
 * Whether two texts are the same policy to IAM: it reads `"x"` and `["x"]` alike, lists of strings are sets, one
 * statement may stand without its list, and the order of keys says nothing.
 *
 * @returns false for a text that is no document, unless both are the same text
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function sameDocument(a: string, b: string): boolean {
    if (a === b) {
        return true;
    }
    const [left, right] = [parseDocument(a), parseDocument(b)];
    return (
        left.kind === "document" &&
        right.kind === "document" &&
        stableJson(canonical(left.document)) === stableJson(canonical(right.document))
    );
}

function canonical(value: Value): Value {
    if (Array.isArray(value)) {
        const members = value.map((member: Value) => canonical(member));
        if (members.length === 1) {
            return members[0] as Value;
        }
        return members.every((member) => typeof member === "string")
            ? [...new Set(members)].sort()
            : members;
    }
    if (isObject(value)) {
        return Object.fromEntries(
            Object.entries(value).map(([key, member]) => [key, canonical(member)]),
        );
    }
    return value;
}
