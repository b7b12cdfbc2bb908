import * as path from "node:path";

import { parseSettings } from "./config";
import type { RawConfig, Settings } from "./config";
import { isObject } from "./isObject";
import { ProjectFileError } from "./programError";
import { overrideFault, sharedKeysOf } from "./sharedSettings";
import { asMapping, readYaml } from "./yamlFile";
import type { Yaml } from "./yamlFile";

/** Pulumi.yaml, read without an engine. */
export interface ProjectFile {
    readonly name: string;
    /** Defaults and values of its `config`. */
    readonly config: RawConfig;
    /** Names of the registry's accounts, in order. */
    readonly accounts: readonly string[];
}

/**
 * @param folder of Pulumi.yaml
 * @throws ProjectFileError with every fault: what the engine would read elsewhere or otherwise than this project
 */
export async function readProjectFile(folder: string): Promise<ProjectFile> {
    const content = await readYaml(path.join(folder, "Pulumi.yaml"));
    const faults: string[] = [];
    const { name, stackConfigDir, plugins, config: entries } = content;
    if (typeof name !== "string") faults.push("name is missing; it must be text");
    if (stackConfigDir !== undefined) faults.push(elsewhere("stackConfigDir"));
    if (plugins !== undefined) {
        faults.push(
            "plugins runs providers from elsewhere than Pulumi publishes them; they could do anything with the deployment's credentials: remove it",
        );
    }
    // The old name of `stackConfigDir`.
    if (typeof entries === "string") faults.push(elsewhere("config"));
    const values = namespaced(String(name), asMapping(entries), faults, (entry) =>
        isObject(entry) ? (entry["value"] ?? entry["default"]) : entry,
    );
    for (const [key, entry] of Object.entries(asMapping(entries))) {
        if (holdsSecret(entry)) faults.push(secretFault(key));
    }
    if (faults.length > 0) throw new ProjectFileError("Pulumi.yaml", faults);
    return {
        name: String(name),
        config: asText(values),
        accounts: Object.keys(asMapping(values[`${String(name)}:accounts`])),
    };
}

/**
 * A stack's own configuration.
 *
 * @param folder of Pulumi.<stack>.yaml, which need not be there
 * @throws ProjectFileError with every fault: a shared setting, an encrypted value, an environment import
 */
export async function readStackConfig(
    folder: string,
    stack: string,
    project: string,
): Promise<Yaml> {
    const name = `Pulumi.${stack}.yaml`;
    const file = await readYaml(path.join(folder, name)).catch((error: unknown): Yaml => {
        // A stack without settings of its own needs no file.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
        throw error;
    });
    const faults: string[] = [];
    if (file["environment"] !== undefined) {
        faults.push(
            "environment imports settings that can't be read here; write them in this file's config, where they can be judged",
            ...sharedKeysOf(project)
                .filter((key) => holdsKey(file["environment"], key))
                .map((key) => `environment: ${overrideFault(key, stack)}`),
        );
    }
    const config = namespaced(project, asMapping(file["config"]), faults, (value) => value);
    for (const [key, value] of Object.entries(config)) {
        if (sharedKeysOf(project).includes(key)) faults.push(overrideFault(key, stack));
        else if (holdsSecret(value)) faults.push(secretFault(key));
    }
    if (faults.length > 0) throw new ProjectFileError(name, faults);
    return config;
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
    return settingsOf(project, stack, await readStackConfig(folder, stack, project.name));
}

const elsewhere = (key: string): string =>
    `${key} moves the stacks' files, which are read beside Pulumi.yaml; remove it, and put Pulumi.<stack>.yaml here`;

const secretFault = (key: string): string =>
    `${key} is encrypted, so it can't be judged; no setting of this project is a secret: write it plain, or remove it`;

/** Whether a value, or something in it, is encrypted. */
const holdsSecret = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    (Object.hasOwn(value, "secure") ||
        (value as Yaml)["secret"] === true ||
        Object.values(value).some(holdsSecret));

/** Whether a mapping of that key is anywhere in a value. */
const holdsKey = (value: unknown, key: string): boolean =>
    typeof value === "object" &&
    value !== null &&
    (Object.hasOwn(value, key) || Object.values(value).some((part) => holdsKey(part, key)));

/** Values by full key: a key without a namespace is the project's. What is written twice is a fault. */
function namespaced(
    project: string,
    entries: Yaml,
    faults: string[],
    valueOf: (entry: unknown) => unknown,
): Yaml {
    const values = new Map<string, unknown>();
    for (const [key, entry] of Object.entries(entries)) {
        const full = key.includes(":") ? key : `${project}:${key}`;
        const value = valueOf(entry);
        if (values.has(full)) faults.push(`${full} is written twice, as ${key} too; remove one`);
        if (value !== undefined) values.set(full, value);
    }
    return Object.fromEntries(values);
}

/** A value as Pulumi passes it to a program: JSON, unless it is a string. */
export const asText = (config: Yaml): RawConfig =>
    Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
