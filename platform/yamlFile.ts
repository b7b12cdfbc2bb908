import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { parse } from "yaml";

import { isObject } from "./isObject";
import { ProjectFileError } from "./programError";
import { quote } from "./quote";

/** YAML as it was read: a mapping. */
export type Yaml = Readonly<Record<string, unknown>>;

export const asMapping = (value: unknown): Yaml => (isObject(value) ? value : {});

/**
 * A file that Pulumi reads too. The engine reads YAML 1.1, this reader 1.2; in `config` both must read the same, or this
 * project would judge other settings than the engine deploys.
 *
 * @throws ProjectFileError for what is no YAML or no mapping, and naming each value of `config` that the two read differently
 * @see https://yaml.org/spec/1.2.2/ext/changes/
 */
export async function readYaml(file: string): Promise<Yaml> {
    const name = path.basename(file);
    const text = await readFile(file, "utf8");
    const known = parsed.get(text);
    if (known !== undefined) return known;
    const content = parseText(name, text);
    if (parsed.size >= maxParsed) parsed.clear();
    parsed.set(text, content);
    return content;
}

/**
 * What texts without a fault say. The stack files of many accounts say the same, and a command reads Pulumi.yaml for each thing
 * it needs of it; both readers take 0.2 s for a registry of 300 accounts.
 */
const parsed = new Map<string, Yaml>();
/** Bounds what a process that runs on keeps of files that were edited meanwhile. */
const maxParsed = 1000;

function parseText(name: string, text: string): Yaml {
    const read = (version: "1.1" | "1.2"): Yaml => {
        try {
            const value: unknown = parse(text, { version });
            if (isNestedTooDeeply(value)) {
                throw new ProjectFileError(name, [
                    `it is nested more than ${maxDepth} levels deep`,
                ]);
            }
            if (value === null || isObject(value)) return value ?? {};
        } catch (error) {
            if (error instanceof ProjectFileError) throw error;
            const [reason = ""] = (error as Error).message.split("\n");
            throw new ProjectFileError(name, [`it can't be read as YAML ${version}: ${reason}`]);
        }
        throw new ProjectFileError(name, ["it is no mapping of keys to values"]);
    };
    const content = read("1.2");
    const faults = differences(content["config"], read("1.1")["config"], "config");
    if (faults.length > 0) throw new ProjectFileError(name, faults);
    return content;
}

// Far more than any setting needs; an alias of YAML may hold itself.
const maxDepth = 20;

const isNestedTooDeeply = (value: unknown, depth = 0): boolean =>
    depth > maxDepth ||
    (typeof value === "object" &&
        value !== null &&
        Object.values(value).some((part) => isNestedTooDeeply(part, depth + 1)));

/** A day of a waiver, which is a timestamp in YAML 1.1, and is read as that day by `parseWaivers`. */
const isDayOfWaiver = (modern: unknown, old: unknown, at: string): boolean =>
    at.endsWith(".expires") &&
    typeof modern === "string" &&
    old instanceof Date &&
    Date.parse(modern) === old.getTime();

function differences(modern: unknown, old: unknown, at: string): readonly string[] {
    if (Array.isArray(modern) && Array.isArray(old) && modern.length === old.length) {
        return modern.flatMap((item: unknown, i) => differences(item, old[i], `${at}[${i}]`));
    }
    if (isObject(modern) && isObject(old) && !(old instanceof Date)) {
        const keys = [...new Set([...Object.keys(modern), ...Object.keys(old)])];
        return keys.flatMap((key) => differences(modern[key], old[key], `${at}.${key}`));
    }
    return Object.is(modern, old) || isDayOfWaiver(modern, old, at)
        ? []
        : [
              `${at} is ${quote(modern)} in YAML 1.2 and ${quote(old)} in YAML 1.1, which Pulumi reads; put it in quotes`,
          ];
}
