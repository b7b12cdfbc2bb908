import { readFile } from "node:fs/promises";
import * as path from "node:path";

import { parse } from "yaml";

import { parseSettings } from "./config";
import type { RawConfig, Settings } from "./config";
import { isObject } from "./isObject";

/** A YAML mapping. */
export type Yaml = Readonly<Record<string, unknown>>;

/** Pulumi.yaml, read without an engine. */
export interface ProjectFile {
    readonly name: string;
    /** The whole file. */
    readonly content: Yaml;
    /** Defaults and values of its `config`. */
    readonly config: RawConfig;
    /** Names of the registry's accounts, in order. */
    readonly accounts: readonly string[];
}

/** @param folder of Pulumi.yaml */
export async function readProjectFile(folder: string): Promise<ProjectFile> {
    const content = await readYaml(path.join(folder, "Pulumi.yaml"));
    const name = String(content["name"]);
    const entries = Object.entries(asMapping(content["config"])).map(([key, entry]) => [
        // Keys without a namespace are the project's.
        key.includes(":") ? key : `${name}:${key}`,
        isObject(entry) ? (entry["value"] ?? entry["default"]) : entry,
    ]);
    const config = asMapping(
        Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    );
    return {
        name,
        content,
        config: asText(config),
        accounts: Object.keys(asMapping(config[`${name}:accounts`])),
    };
}

/**
 * A stack's own configuration, without encrypted values: they cannot be read without the stack's key, and no setting of
 * this project is a secret.
 *
 * @param folder of Pulumi.<stack>.yaml, which need not be there
 */
export async function readStackConfig(folder: string, stack: string): Promise<Yaml> {
    const file = await readYaml(path.join(folder, `Pulumi.${stack}.yaml`)).catch(
        (error: unknown): Yaml => {
            // A stack without settings of its own needs no file.
            if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
            throw error;
        },
    );
    return Object.fromEntries(
        Object.entries(asMapping(file["config"])).filter(
            ([, value]) => !(isObject(value) && Object.hasOwn(value, "secure")),
        ),
    );
}

/** A stack's settings. @throws ConfigError with every fault */
export const settingsOf = (project: ProjectFile, stack: string, config: Yaml): Settings =>
    parseSettings(project.name, stack, { ...project.config, ...asText(config) });

/** Settings of the stack that holds the identities. @throws ConfigError with every fault */
export async function readStateSettings(folder: string): Promise<Settings> {
    const project = await readProjectFile(folder);
    const registry = JSON.parse(project.config[`${project.name}:accounts`] ?? "{}") as Yaml;
    const state = project.accounts.find(
        (name) => asMapping(registry[name])["environment"] === "state",
    );
    const stack = state ?? "state";
    return settingsOf(project, stack, await readStackConfig(folder, stack));
}

async function readYaml(file: string): Promise<Yaml> {
    return asMapping(parse(await readFile(file, "utf8")));
}

const asMapping = (value: unknown): Yaml => (isObject(value) ? value : {});

/** A value as Pulumi passes it to a program: JSON, unless it is a string. */
export const asText = (config: Yaml): RawConfig =>
    Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
