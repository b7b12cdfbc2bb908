import { isObject } from "../../platform/isObject";
import type { PlannedResource } from "../../plan/plannedResource";
import type { Deployment } from "../stacks/pendingCreates";
import { entryName, providerInputs, topUrn } from "./importFile";

/**
 * A stack's deployment with the provider of what it is to import. An import takes a provider from the stack's state; how an import
 * file brings a new one along differs between versions of the engine. A provider is nothing but its inputs, so that an entry in the
 * state is all of it.
 *
 * @param id of the provider: random
 * @returns undefined if it is there already
 */
export function withProvider(
    deployment: Deployment,
    project: string,
    stack: string,
    provider: PlannedResource,
    id: string,
): Deployment | undefined {
    const urn = topUrn(project, stack, entryName(provider));
    const found = deployment["resources"];
    const resources = Array.isArray(found) ? found.filter(isObject) : [];
    if (resources.some((one) => one["urn"] === urn)) return undefined;
    const stackType = "pulumi:pulumi:Stack";
    const parent = topUrn(project, stack, `${stackType}::${project}-${stack}`);
    const inputs = providerInputs(provider);
    return {
        ...deployment,
        resources: [
            ...(resources.some((one) => one["urn"] === parent)
                ? []
                : [{ urn: parent, custom: false, type: stackType }]),
            ...resources,
            { urn, custom: true, id, type: provider.type, inputs, outputs: inputs, parent },
        ],
    };
}
