import { PolicyError, describeValue } from "./policyError";

/** Characters. The largest policy in AWS has 20,480. */
const maxLength = 1_000_000;
const maxDepth = 32;

/**
 * Parses a document given as JSON text, or as URL-encoded JSON text as IAM's API returns it.
 *
 * @throws PolicyError if it is longer than 1,000,000 characters, deeper than 32 levels, not valid
 *   JSON, or has a duplicate key: parsers disagree on which of the two counts, so AWS might enforce
 *   another document than the one read
 */
export function parsePolicyJson(text: string): unknown {
    if (text.length > maxLength) {
        throw new PolicyError(`has ${text.length} characters; the maximum is ${maxLength}`);
    }
    const json = /^\s*%[0-9a-f]{2}/i.test(text) ? decode(text) : text;
    refuseDepth(json);
    let value: unknown;
    try {
        value = JSON.parse(json);
    } catch {
        // The parser's own message quotes the text, which may be long.
        throw new PolicyError("is not valid JSON");
    }
    refuseDuplicateKeys(json);
    return value;
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        throw new PolicyError("is URL-encoded, but not UTF-8");
    }
}

/** The strings and punctuation of a JSON text; other tokens are skipped. */
function* tokensOf(json: string): Generator<string> {
    for (let index = 0; index < json.length; index++) {
        const character = json.charAt(index);
        if (character === '"') {
            const start = index;
            index += 1;
            while (index < json.length && json.charAt(index) !== '"') {
                index += json.charAt(index) === "\\" ? 2 : 1;
            }
            yield json.slice(start, index + 1);
        } else if ("{}[]:".includes(character)) {
            yield character;
        }
    }
}

function refuseDepth(json: string): void {
    let depth = 0;
    for (const token of tokensOf(json)) {
        if (token === "{" || token === "[") depth += 1;
        else if (token === "}" || token === "]") depth -= 1;
        if (depth > maxDepth) throw new PolicyError(`is nested deeper than ${maxDepth} levels`);
    }
}

/** @param json valid JSON, so that a string before a colon is a key */
function refuseDuplicateKeys(json: string): void {
    const open: (Set<string> | undefined)[] = [];
    let last = "";
    for (const token of tokensOf(json)) {
        if (token === "{") open.push(new Set());
        else if (token === "[") open.push(undefined);
        else if (token === "}" || token === "]") open.pop();
        else if (token === ":") {
            const keys = open.at(-1);
            const key = JSON.parse(last) as string;
            if (keys?.has(key) === true)
                throw new PolicyError(`has the duplicate key ${describeValue(key)}`);
            keys?.add(key);
        }
        last = token;
    }
}
