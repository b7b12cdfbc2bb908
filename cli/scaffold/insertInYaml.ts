import { isDeepStrictEqual } from "node:util";

import { isMap, isScalar, parse, parseDocument, stringify } from "yaml";
import type { ParsedNode, YAMLMap } from "yaml";

/**
 * A YAML file with one entry more in one of its mappings, at its end; all else stays as it is written, comments included.
 *
 * @param path keys of the mapping, e.g. `["config", "accounts", "default"]`
 * @throws Error if the mapping isn't there, has the key, or can't be added to
 */
export function insertInYaml(
    text: string,
    path: readonly string[],
    key: string,
    value: unknown,
): string {
    const map = mapAt(text, path);
    if (map.items.some((item) => isScalar(item.key) && item.key.value === key)) {
        throw new Error(`${path.join(".")} has ${key} already`);
    }
    const [start, , end] = map.range;
    const indent = indentOf(text, map, path);
    const entry = stringify({ [key]: value }, { indent: 4, lineWidth: 0 })
        .trimEnd()
        .split("\n")
        .map((line) => `${indent}${line}`)
        .join("\n");
    const isFlow = text[start] === "{";
    if (isFlow && map.items.length > 0) {
        throw new Error(
            `${path.join(".")} is written on one line; write each entry on a line of its own`,
        );
    }
    // After the last value, and a comment beside it.
    const at = isFlow ? start : text.slice(0, end).trimEnd().length;
    const inserted = isFlow
        ? `${text.slice(0, start).trimEnd()}\n${entry}${text.slice(start + text.slice(start).indexOf("}") + 1)}`
        : `${text.slice(0, at)}\n${entry}${text.slice(at)}`;
    check(text, inserted, path, key, value);
    return inserted;
}

function mapAt(text: string, path: readonly string[]): YAMLMap.Parsed {
    let node: unknown = parseDocument(text).contents;
    for (const key of path) {
        if (!isMap<ParsedNode, ParsedNode | null>(node)) break;
        node = node.items.find((item) => isScalar(item.key) && item.key.value === key)?.value;
    }
    if (!isMap(node)) throw new Error(`there is no mapping ${path.join(".")}`);
    return node as YAMLMap.Parsed;
}

/** As the entries that are there are indented, or four deeper than the mapping's own key. */
function indentOf(
    text: string,
    { items: [first] }: YAMLMap.Parsed,
    path: readonly string[],
): string {
    const at = first?.key.range[0];
    if (at === undefined) return " ".repeat(4 * path.length);
    return text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
}

/** What was inserted is there, and nothing else is otherwise. */
function check(
    before: string,
    after: string,
    path: readonly string[],
    key: string,
    value: unknown,
): void {
    const wanted: unknown = parse(before);
    const owner = path.reduce<unknown>(
        (node, step) => (node as Record<string, unknown>)[step],
        wanted,
    );
    (owner as Record<string, unknown>)[key] = value;
    if (!isDeepStrictEqual(parse(after), wanted)) {
        throw new Error(`${path.join(".")} can't be added to; write ${key} there by hand`);
    }
}
