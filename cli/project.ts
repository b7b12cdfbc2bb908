import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { parse } from "yaml";

import { parseSettings } from "../config";
import type { Settings } from "../config";

type Yaml = Record<string, unknown>;

/**
 * Settings of the state stack, from the project's files, without an engine.
 *
 * @param folder of Pulumi.yaml and the stack files
 * @throws ConfigError with every fault
 */
export async function readStateSettings(folder: string): Promise<Settings> {
    const project = await readYaml(path.join(folder, "Pulumi.yaml"));
    const name = String(project["name"]);
    const defaults = Object.entries((project["config"] ?? {}) as Yaml).map(([key, entry]) => [
        key.includes(":") ? key : `${name}:${key}`,
        isYaml(entry) ? (entry["value"] ?? entry["default"]) : entry,
    ]);
    const shared = Object.fromEntries(defaults) as Yaml;
    const accounts = shared[`${name}:accounts`];
    const [stack = "state"] =
        Object.entries(isYaml(accounts) ? accounts : {}).find(
            ([, account]) => isYaml(account) && account["environment"] === "state",
        ) ?? [];
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    const own = (await readYaml(file).catch(ignoreMissing))["config"];
    const raw = Object.entries({ ...shared, ...(isYaml(own) ? own : {}) })
        .filter(([, value]) => value !== undefined && !(isYaml(value) && "secure" in value))
        .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
    return parseSettings(name, stack, Object.fromEntries(raw) as Record<string, string>);
}

async function readYaml(file: string): Promise<Yaml> {
    const value: unknown = parse(await readFile(file, "utf8"));
    return isYaml(value) ? value : {};
}

const isYaml = (value: unknown): value is Yaml =>
    typeof value === "object" && value !== null && !Array.isArray(value);

function ignoreMissing(error: unknown): Yaml {
    // A stack without settings of its own needs no file.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
}
