import { PolicyError } from "./policyError";
import { parseStrictJson } from "./strictJson";

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
    try {
        return parseStrictJson(json, maxDepth);
    } catch (error) {
        throw new PolicyError((error as Error).message);
    }
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        throw new PolicyError("is URL-encoded, but not UTF-8");
    }
}
