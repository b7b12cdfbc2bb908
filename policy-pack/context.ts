import { getProject, getStack, runtime } from "@pulumi/pulumi";

import { parseSettings } from "../config";
import type { Context } from "./rule";

let settings: Context | undefined;

/**
 * The stack's settings, read on first use: the engine hands over the configuration only after the pack is loaded.
 *
 * @throws ConfigError with every fault; each rule reports it as a violation
 */
export function readContext(): Context {
    settings ??= parseSettings(getProject(), getStack(), runtime.allConfig());
    return settings;
}
