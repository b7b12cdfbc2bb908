import { randomUUID } from "node:crypto";

import type { EngineEvent } from "@pulumi/pulumi/automation";

import type { RenderedStack } from "../../plan/renderStack";
import { reportOf } from "../../platform/engineEvents";
import { StackError } from "../stacks/oneStack";
import type { StackEngine } from "../stacks/oneStack";
import { entryName } from "./importFile";
import type { ImportFile } from "./importFile";
import { destructiveSteps } from "./previewSteps";
import { withProvider } from "./providerState";
import type { Imported } from "./text";

/**
 * Imports a file into a stack and previews the next update. What is in the state already is left as it is, so that an interrupted
 * run can be run again.
 *
 * @returns what the preview shows, or why it was stopped, e.g. by the policy pack: the import is done all the same
 * @throws Error of the engine if something to import isn't there
 */
export async function importStack(
    engine: StackEngine,
    project: string,
    { account, resources }: RenderedStack,
    file: ImportFile,
): Promise<Imported> {
    if (file.resources.length > 0) {
        for (const provider of resources) {
            if (!Object.hasOwn(file.nameTable, entryName(provider))) continue;
            const read = await engine.exportDeployment();
            const next = withProvider(read, project, account.name, provider, randomUUID());
            if (next !== undefined) await engine.replaceDeployment(read, next);
        }
        await engine.importResources(file);
    }
    const events: EngineEvent[] = [];
    try {
        await engine.run("preview", {
            onEvent: (event) => void events.push(event),
            onOutput: () => undefined,
        });
    } catch (error) {
        const { message } = new StackError(account.name, reportOf(events), error as Error);
        return { destructive: destructiveSteps(events), changes: {}, failure: message.trim() };
    }
    return { destructive: destructiveSteps(events), changes: reportOf(events).changes };
}
