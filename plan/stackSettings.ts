import type { RawConfig, Settings } from "../platform/config";

/** A stack's settings, and what they were read from. */
export interface StackSettings {
    readonly settings: Settings;
    readonly config: RawConfig;
}
