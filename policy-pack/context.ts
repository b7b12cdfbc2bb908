import { getProject, getStack, runtime } from "@pulumi/pulumi";

import { parseSettings } from "../platform/config";
import type { Context } from "./rule";

let settings: Context | undefined;

/**
 * The stack's settings, read on first use: the engine hands over the configuration only after the pack is loaded.
 *
 * @throws ConfigError with every fault; each rule reports it as a violation
 */
export function readContext(): Context {
    if (settings === undefined) {
        const source = { project: getProject(), config: runtime.allConfig() };
        settings = { ...parseSettings(source.project, getStack(), source.config), ...source };
    }
    return settings;
}
