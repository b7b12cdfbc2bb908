import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { parse, stringify } from "yaml";

import { parseSettings } from "../config";
import type { Settings } from "../config";

/** A project as the sandbox deploys it. */
export interface Project {
    readonly name: string;
    /** Settings of every stack, the state stack first: the others read what it exports. */
    readonly stacks: readonly Settings[];
}

/**
 * Salt of the empty passphrase, the same for all stacks. It protects nothing, as no secret is ever in a sandbox's state;
 * the engine wants one, and takes a fifth of a second for each different one that it meets.
 */
const encryptionsalt = "v1:KL5GyicK51k=:v1:s8mTE1efGINpF64k:Jy3624S9n1n1UbVKugCgqRlBA/nCjQ==";

type Yaml = Record<string, unknown>;

/**
 * Copies the project's configuration into the work folder, as the sandbox can use it.
 *
 * Left out of the stack files: the role to deploy with, which the local AWS doesn't have before the first deployment, and
 * encrypted values with what they were encrypted by, since the sandbox has keys of its own.
 *
 * @param source folder of Pulumi.yaml
 * @param work folder to fill; emptied first
 * @throws ConfigError with every fault of a stack's configuration
 */
export async function fillWorkFolder(source: string, work: string): Promise<Project> {
    const project = await readYaml(path.join(source, "Pulumi.yaml"));
    const name = String(project["name"]);
    const defaults = projectConfig(name, project["config"] as Yaml | undefined);

    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    await writeFile(path.join(work, "Pulumi.yaml"), stringify(project));

    const accounts = JSON.parse(defaults[`${name}:accounts`] ?? "{}") as Yaml;
    const stacks: Settings[] = [];
    for (const stack of Object.keys(accounts)) {
        const config = await stackConfig(name, path.join(source, `Pulumi.${stack}.yaml`));
        await writeFile(
            path.join(work, `Pulumi.${stack}.yaml`),
            stringify({ encryptionsalt, config }),
        );
        stacks.push(parseSettings(name, stack, { ...defaults, ...asText(config) }));
    }
    const isState = ({ account }: Settings): boolean => account.environment === "state";
    return { name, stacks: [...stacks.filter(isState), ...stacks.filter((s) => !isState(s))] };
}

async function readYaml(file: string): Promise<Yaml> {
    return ((await parse(await readFile(file, "utf8"))) as Yaml | null) ?? {};
}

/** Defaults and values of Pulumi.yaml's `config`; keys without a namespace are the project's. */
function projectConfig(project: string, config: Yaml = {}): Record<string, string> {
    const values = Object.entries(config).map(([key, entry]) => {
        const declared = typeof entry === "object" && entry !== null ? (entry as Yaml) : undefined;
        const value = declared === undefined ? entry : (declared["value"] ?? declared["default"]);
        return [key.includes(":") ? key : `${project}:${key}`, value] as const;
    });
    return asText(Object.fromEntries(values.filter(([, value]) => value !== undefined)));
}

async function stackConfig(project: string, file: string): Promise<Yaml> {
    const { config } = await readYaml(file).catch((error: unknown): Yaml => {
        // A stack without settings of its own needs no file.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
        throw error;
    });
    const entries = Object.entries((config as Yaml | null | undefined) ?? {});
    return Object.fromEntries(
        entries.filter(([key, value]) => key !== `${project}:deployRoleArn` && !isSecret(value)),
    );
}

const isSecret = (value: unknown): boolean =>
    typeof value === "object" && value !== null && Object.hasOwn(value, "secure");

const asText = (config: Yaml): Record<string, string> =>
    Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
