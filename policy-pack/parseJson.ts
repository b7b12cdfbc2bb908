/** AWS's largest policy has 20,480 bytes (a secret's); what is far beyond isn't worth reading. */
const maxLength = 100_000;
const maxDepth = 32;

/**
 * JSON that every parser reads alike.
 *
 * @returns the value
 * @throws Error saying why the text is refused: over 100,000 characters or 32 levels, no JSON, or an object with a key twice.
 *   Parsers disagree on which of two equal keys counts, so AWS might enforce another document than the one checked.
 */
export function parseJson(text: string): unknown {
    if (text.length > maxLength) {
        throw new Error(`has ${text.length} characters; at most ${maxLength} are read`);
    }
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        // The parser's own message quotes the text, which may be long; the position is no help in generated JSON.
        throw new Error("is no JSON; pass an object, or text of one JSON object");
    }
    refuseDuplicateKeys(text);
    return value;
}

/** @param text valid JSON, so that its tokens suffice to tell keys from values */
function refuseDuplicateKeys(text: string): void {
    const open: (Set<string> | "list")[] = [];
    let last = "";
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
        if (token === "{") open.push(new Set());
        else if (token === "[") open.push("list");
        else if (token === "}" || token === "]") open.pop();
        else if (token === ":") {
            const keys = open.at(-1);
            const key = JSON.parse(last) as string;
            if (keys instanceof Set) {
                if (keys.has(key)) throw new Error(`has the key ${JSON.stringify(key)} twice`);
                keys.add(key);
            }
        }
        if (open.length > maxDepth) throw new Error(`is nested deeper than ${maxDepth} levels`);
        last = token;
    }
}
