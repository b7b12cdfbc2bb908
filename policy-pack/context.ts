import { runtime } from "@pulumi/pulumi";

import { parseSettings } from "../platform/config";
import type { RawConfig } from "../platform/config";
import { asText, readStackConfig } from "../platform/projectFiles";
import { runningFaults, withShared } from "../platform/sharedSettings";
import { readShared } from "./packSettings";
import type { Context } from "./rule";

/** The pack's configuration: that of its first policy. */
export type PackConfig = Readonly<Record<string, unknown>>;

/** @param urn of a resource: it names stack and project, also where the engine gives no more */
export type ReadContext = (urn: string, own?: PackConfig) => Promise<Context>;

/**
 * Reads the settings of the stack that a resource belongs to, once per stack. What all stacks share comes from Pulumi.yaml
 * beside the pack or, without one, from the pack's configuration; the stack's own configuration can't change it.
 *
 * @param packFolder folder of the pack
 * @returns a function that throws ConfigError or ProjectFileError with every fault; each rule reports it as a violation
 */
export function contextReader(packFolder: string): ReadContext {
    const contexts = new Map<string, Promise<Context>>();
    let packConfig: PackConfig = {};
    return (urn, own) => {
        // The first policy of the pack has the configuration, and is asked first.
        if (own !== undefined) packConfig = own;
        const [, , stack = "", project = ""] = /^urn:(pulumi):([^:]+)::([^:]+)::/.exec(urn) ?? [];
        const key = `${project}/${stack}`;
        const known = contexts.get(key);
        if (known !== undefined) return known;
        const context = contextOf(packFolder, project, stack, packConfig);
        contexts.set(key, context);
        return context;
    };
}

async function contextOf(
    packFolder: string,
    project: string,
    stack: string,
    own: PackConfig,
): Promise<Context> {
    const { folder, config: shared, faults } = await readShared(packFolder, project, own);
    const running = runtime.allConfig();
    // `pulumi policy analyze` hands over no configuration at all.
    const isRunning = Object.keys(running).length > 0;
    const config: RawConfig = isRunning
        ? withShared(project, shared, running)
        : {
              ...shared,
              ...(folder === undefined
                  ? {}
                  : asText(await readStackConfig(folder, stack, project))),
          };
    return {
        ...parseSettings(project, stack, config),
        project,
        config,
        folder,
        isRunning,
        overrides: [
            ...faults,
            ...(isRunning ? runningFaults(project, stack, shared, running) : []),
        ],
    };
}
