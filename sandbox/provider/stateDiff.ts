import { sameDocument } from "./policyDocument";
import type { PropertySchema, ResourceSchema } from "./resource";
import { stableJson, type Props, type Value } from "./values";

/** How one property changes. */
export interface PropertyChange {
    readonly property: string;
    readonly kind: "add" | "delete" | "update";
    readonly replaces: boolean;
}

/** What stands between a resource's state and its new inputs. */
export interface DiffResult {
    readonly changes: readonly PropertyChange[];
    readonly deleteBeforeReplace: boolean;
}

/**
 * Compares a resource's state with its checked inputs. The state, not the old inputs: it holds what a refresh found.
 *
 * @param olds the state as last known
 * @param news inputs as `checkInputs` returns them
 */
export function diffState(schema: ResourceSchema, olds: Props, news: Props): DiffResult {
    const changes: PropertyChange[] = [];
    for (const [property, propertySchema] of Object.entries(schema.inputs)) {
        const [before, after] = [olds[property], news[property]];
        if (sameValue(propertySchema, before, after)) {
            continue;
        }
        changes.push({
            property,
            kind: isEmpty(before) ? "add" : isEmpty(after) ? "delete" : "update",
            replaces: propertySchema.replaces ?? false,
        });
    }
    const changed = new Set(changes.map((change) => change.property));
    return {
        changes,
        deleteBeforeReplace:
            schema.uniqueBy !== undefined &&
            changes.some((change) => change.replaces) &&
            !schema.uniqueBy.some((property) => changed.has(property)),
    };
}

/**
 * Whether a change from one value to the other is none that AWS would see. A value that is unknown in a preview equals no
 * value of a state, so that the change is announced.
 */
export function sameValue(
    schema: PropertySchema,
    before: Value | undefined,
    after: Value | undefined,
): boolean {
    if (isEmpty(before) || isEmpty(after)) {
        return isEmpty(before) && isEmpty(after);
    }
    if (schema.type === "policy" && typeof before === "string" && typeof after === "string") {
        return sameDocument(before, after);
    }
    return comparable(schema, before) === comparable(schema, after);
}

/** AWS keeps no difference between a description, tag set or list that is empty and one that is absent. */
function isEmpty(value: Value | undefined): value is null | undefined {
    if (value === undefined || value === null || value === "") {
        return true;
    }
    return typeof value === "object" && Object.keys(value).length === 0;
}

function comparable(schema: PropertySchema, value: Value): string {
    return stableJson(
        schema.type === "stringSet" && Array.isArray(value)
            ? [...new Set(value as readonly string[])].sort()
            : value,
    );
}
