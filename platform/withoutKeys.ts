import { isDeepStrictEqual } from "node:util";

import { isMap, isScalar, parse, parseDocument } from "yaml";
import type { Pair, ParsedNode } from "yaml";

import { ProjectFileError } from "./programError";

/**
 * A YAML file without some keys; everything else stays as it is written, quotes and comments included.
 *
 * @param file name of the file, for errors
 * @param keys paths of keys, e.g. `["config", "aws:region"]`; what isn't there is passed over
 * @throws ProjectFileError if a key can't be cut out, e.g. because of an alias
 */
export function withoutKeys(
    file: string,
    text: string,
    keys: readonly (readonly string[])[],
): string {
    let rest = text;
    for (const key of keys) {
        const range = rangeOf(rest, key);
        if (range !== undefined) rest = rest.slice(0, range.start) + rest.slice(range.end);
    }
    if (!isDeepStrictEqual(contentOf(rest), normal(without(parse(text), keys)))) {
        const [key = []] = keys.filter((path) => rangeOf(text, path) !== undefined);
        throw new ProjectFileError(file, [
            `${key.join(".")} can't be taken out; write each key on a line of its own, without aliases`,
        ]);
    }
    return rest;
}

/** `undefined` for what is no YAML any more. */
function contentOf(text: string): unknown {
    try {
        return normal(parse(text));
    } catch {
        return undefined;
    }
}

interface Range {
    readonly start: number;
    readonly end: number;
}

/** Where a key and its value stand: whole lines. `undefined`: it isn't there. */
function rangeOf(text: string, path: readonly string[]): Range | undefined {
    let node: unknown = parseDocument(text).contents;
    let pair: Pair<ParsedNode, ParsedNode | null> | undefined;
    for (const key of path) {
        if (!isMap<ParsedNode, ParsedNode | null>(node)) return undefined;
        pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
        node = pair?.value;
    }
    if (pair === undefined) return undefined;
    const start = text.lastIndexOf("\n", pair.key.range[0] - 1) + 1;
    const [, , end] = pair.value?.range ?? pair.key.range;
    const isLine = text.slice(start, pair.key.range[0]).trim() === "";
    return isLine ? { start, end } : { start: pair.key.range[0], end };
}

function without(content: unknown, keys: readonly (readonly string[])[]): unknown {
    const copy = structuredClone(content);
    for (const [first = "", second] of keys) {
        const root = (copy ?? {}) as Record<string, unknown>;
        const owner = second === undefined ? root : root[first];
        if (typeof owner === "object" && owner !== null) {
            Reflect.deleteProperty(owner, second ?? first);
        }
    }
    return copy;
}

/** A mapping that lost its last key is no mapping any more, but nothing. */
function normal(value: unknown): unknown {
    const root = (value ?? {}) as Record<string, unknown>;
    return { ...root, config: root["config"] ?? {} };
}
