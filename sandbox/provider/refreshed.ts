import { sameValue } from "./stateDiff";
import type { ResourceSchema } from "./resource";
import { withoutNulls, type Props, type Value } from "./values";

/** A resource as it was found: its state, and the inputs that would make it so. */
export interface Refreshed {
    readonly inputs: Props;
    readonly state: Props;
}

/**
 * Puts what was read together with what can't be read.
 *
 * @param prior the state as last known; empty on import
 * @param found what `read` returned; `null` says that AWS has none, an absent input that AWS does not tell
 */
export function refreshed(schema: ResourceSchema, prior: Props, found: Props): Refreshed {
    const inputs: Record<string, Value> = {};
    for (const [name, property] of Object.entries(schema.inputs)) {
        const last = prior[name];
        const next = name in found ? found[name] : (last ?? property.default);
        // AWS writes the same thing in another way (key order, lists); keeping ours keeps a refresh quiet.
        const value = name in found && sameValue(property, last, next) ? last : next;
        if (value !== undefined && value !== null) {
            inputs[name] = value;
        }
    }
    const outputs = Object.keys(schema.outputs).flatMap((name) => {
        const value = found[name] ?? prior[name];
        return value === undefined ? [] : [[name, value] as const];
    });
    return { inputs, state: withoutNulls({ ...inputs, ...Object.fromEntries(outputs) }) };
}
