import * as pulumi from "@pulumi/pulumi";

import { ProgramError } from "./programError";
import { optionFaults } from "./reviewedOptions";

/** A request as the SDK sends it to the engine, the part of it that is read here. */
interface Request {
    getType(): string;
    getName(): string;
    getCustom(): boolean;
    getRemote(): boolean;
    getProtect(): boolean | undefined;
    getRetainondelete(): boolean | undefined;
    getIgnorechangesList(): string[];
    getHidediffsList(): string[];
    getDeletedwith(): string;
    getPlugindownloadurl(): string;
    getImportid(): string;
    getEnvvarmappingsMap(): { keys(): Iterator<string> };
    getTransformsList(): unknown[];
    getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

type Answer = (error: Error | null, response?: unknown) => void;
type Method<Asked> = (request: Asked, answer: Answer) => unknown;

/** The SDK's connection to the engine, or to mocks. */
interface Monitor {
    registerResource: Method<Request>;
    registerStackTransform?: Method<unknown>;
}

/**
 * Looks at each resource as the engine gets it, after every transformation, and refuses options that let AWS differ from what is
 * judged (reviewedOptions.ts). No policy pack is shown `retainOnDelete` and others of them.
 *
 * It holds until the program's end. A second call in one program changes nothing.
 *
 * @param onFault receives each fault, and the resource is registered nevertheless; by default it isn't, and the program
 *     fails
 */
export function guardRegistrations(onFault?: (fault: string) => void): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor | undefined;
    // Without an engine nothing is registered.
    if (monitor === undefined || guarded.has(monitor)) return;
    guarded.add(monitor);
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, answer) => {
        const faults = optionFaults(registrationOf(request));
        if (onFault === undefined && faults.length > 0) {
            answer(new ProgramError(faults.join("\n")));
            return undefined;
        }
        for (const fault of faults) onFault?.(fault);
        return register(request, answer);
    };
    // The engine would apply it after all that was looked at here.
    monitor.registerStackTransform = (_, answer) => {
        const fault =
            "The program registers a resource transform, which changes resources after they were judged; use registerStackTransformation.";
        // The SDK can't handle that it is refused. Logged, it fails the program.
        if (onFault === undefined) void pulumi.log.error(fault);
        else onFault(fault);
        answer(null);
    };
}

const guarded = new WeakSet();

const registrationOf = (request: Request): Parameters<typeof optionFaults>[0] => ({
    type: request.getType(),
    name: request.getName(),
    isCustom: request.getCustom(),
    isRemote: request.getRemote(),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    ignoreChanges: request.getIgnorechangesList(),
    hideDiffs: request.getHidediffsList(),
    deletedWith: request.getDeletedwith(),
    pluginDownloadURL: request.getPlugindownloadurl(),
    envVarMappings: namesOf(request),
    importId: request.getImportid(),
    transforms: request.getTransformsList().length,
    props: request.getObject()?.toJavaScript() ?? {},
});

function namesOf(request: Request): readonly string[] {
    const names: string[] = [];
    const keys = request.getEnvvarmappingsMap().keys();
    for (let next = keys.next(); next.done !== true; next = keys.next()) names.push(next.value);
    return names;
}
