import type { RawConfig } from "./config";
import { dayOf } from "./waivers";

/**
 * Settings that hold for the whole platform. They are read from Pulumi.yaml alone: a stack that had its own could call
 * production `nonprod`, and would then be judged by that.
 */
export const sharedKeys = [
    "accounts",
    "partition",
    "prefix",
    "secretReaders",
    "waivers",
    "quotas",
    "issuers",
    "trustedOwners",
    "breakGlass",
    "auditTrail",
    "teams",
    "identityCenter",
] as const;

/** Full keys of the shared settings, e.g. `iam-profiles:accounts`. */
export const sharedKeysOf = (project: string): readonly string[] =>
    sharedKeys.map((key) => `${project}:${key}`);

/** Why a file may not have a key, and what to do. */
export const overrideFault = (key: string, stack: string): string =>
    `${key} overrides what all stacks share; set it in Pulumi.yaml alone, and remove it here: ` +
    `pulumi config rm ${key} --stack ${stack}`;

/**
 * Full keys of the shared settings that aren't the same in two configurations, however they are written.
 *
 * @param shared configuration of Pulumi.yaml
 * @param other e.g. what a stack runs with
 */
export const overriddenSettings = (
    project: string,
    shared: RawConfig,
    other: RawConfig,
): readonly string[] =>
    sharedKeysOf(project).filter((key) => canonical(shared[key]) !== canonical(other[key]));

/** What a running stack has otherwise than Pulumi.yaml: the engine doesn't say where it comes from. */
export const runningFaults = (
    project: string,
    stack: string,
    shared: RawConfig,
    running: RawConfig,
): readonly string[] =>
    overriddenSettings(project, shared, running).map(
        (key) =>
            `Pulumi.${stack}.yaml, an environment that it imports, --config or --config-file: ${overrideFault(key, stack)}`,
    );

/** The stack's configuration with the shared settings of Pulumi.yaml. */
export const withShared = (project: string, shared: RawConfig, running: RawConfig): RawConfig => ({
    ...Object.fromEntries(
        Object.entries(running).filter(([key]) => !sharedKeysOf(project).includes(key)),
    ),
    ...Object.fromEntries(
        Object.entries(shared).filter(([key]) => sharedKeysOf(project).includes(key)),
    ),
});

/** A value with its keys in order, and days as days: the engine's reader makes timestamps of them. */
function canonical(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return text;
    }
    return JSON.stringify(value, (_, part: unknown) => {
        if (typeof part === "string") return dayOf(part) ?? part;
        if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
        return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
    });
}
