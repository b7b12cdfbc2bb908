/**
 * A value of authorization details as what it says: a policy document may be JSON text.
 *
 * @returns the object or list of a JSON text, if that is written in no other way than `JSON.stringify` writes it, so that nothing
 *     in it is hidden, as by a key that is there twice; `opaque` for any other text that may be a document; else the value
 */
export function policyText(value: unknown): unknown {
    if (typeof value !== "string" || !/^\s*[{["%]/.test(value)) return value;
    try {
        const parsed: unknown = JSON.parse(value);
        return JSON.stringify(parsed) === value ? parsed : opaque;
    } catch {
        return opaque;
    }
}

/** A text that may be a policy document and isn't read here. */
export const opaque = Symbol("opaque");
