/** One character of a pattern, or a wildcard. */
export type Part = { readonly text: string } | { readonly wildcard: "*" | "?" };

/** A pattern's characters; `*` and `?` are wildcards. */
export const partsOf = (pattern: string): readonly Part[] =>
    pattern.split("").map((text) => (text === "*" || text === "?" ? { wildcard: text } : { text }));

/** A text's characters, none of which is a wildcard. */
export const literally = (text: string): readonly Part[] =>
    text.split("").map((one) => ({ text: one }));

/** Whether a text matches, by trying everything. */
export function matches(parts: readonly Part[], text: string): boolean {
    const [first, ...rest] = parts;
    if (first === undefined) return text === "";
    if ("text" in first) return text.startsWith(first.text) && matches(rest, text.slice(1));
    if (first.wildcard === "?") return text !== "" && matches(rest, text.slice(1));
    return matches(rest, text) || (text !== "" && matches(parts, text.slice(1)));
}
