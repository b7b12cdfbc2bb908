import { parseDocument } from "./policyDocument";
import type { PropertySchema, ResourceSchema } from "./resource";
import { UNKNOWN, hasUnknown, isObject, stableJson, withoutNulls } from "./values";
import type { Props, Value } from "./values";

/** Why one property is refused. The engine prints the reason with the resource's name. */
export interface CheckFailure {
    readonly property: string;
    readonly reason: string;
}

/** Inputs with defaults filled in and documents as text, and every fault found. */
export interface CheckResult {
    readonly inputs: Props;
    readonly failures: readonly CheckFailure[];
}

type Tags = Readonly<Record<string, string>>;

/**
 * Checks a resource's inputs against its schema. Strict on purpose: what the stand-in does not know it can't manage,
 * and a property silently left out would make the sandbox lie.
 *
 * @param defaultTags the provider's tags, which every resource with `tagsAll` gets below its own
 */
export function checkInputs(
    schema: ResourceSchema,
    news: Props,
    defaultTags: Tags = {},
): CheckResult {
    const given = withoutNulls(news);
    const inputs: Record<string, Value> = {};
    const failures = Object.keys(given)
        .filter((name) => !Object.hasOwn(schema.inputs, name))
        .map((name) => unknownProperty(schema, name));

    for (const [name, property] of Object.entries(schema.inputs)) {
        const value = given[name] ?? property.default;
        if (value === undefined) {
            if (property.required) {
                failures.push({
                    property: name,
                    reason: `${schema.token} needs "${name}"; set it`,
                });
            }
            continue;
        }
        const fault = faultOf(property, value);
        if (fault !== undefined) {
            failures.push({ property: name, reason: `${schema.token} "${name}" ${fault}` });
        }
        inputs[name] = property.type === "policy" ? documentText(value) : value;
    }

    if (schema.inputs["tagsAll"] !== undefined) {
        const tagsAll = mergeTags(defaultTags, inputs["tags"]);
        // Only an import hands the property back; a program can't set it.
        if (
            given["tagsAll"] !== undefined &&
            stableJson(given["tagsAll"]) !== stableJson(tagsAll)
        ) {
            failures.push({
                property: "tagsAll",
                reason: `${schema.token} "tagsAll" follows from "tags" and the provider's defaultTags; set "tags"`,
            });
        }
        inputs["tagsAll"] = tagsAll;
    }
    return { inputs, failures };
}

/** The tags a resource carries: the provider's, and over them its own. */
function mergeTags(defaultTags: Tags, tags: Value | undefined): Value {
    return tags === UNKNOWN ? UNKNOWN : { ...defaultTags, ...(isObject(tags) ? tags : {}) };
}

function unknownProperty(schema: ResourceSchema, name: string): CheckFailure {
    return {
        property: name,
        reason:
            `${schema.token} has no property "${name}" in the sandbox's stand-in provider, which knows ` +
            `${Object.keys(schema.inputs).join(", ")}; leave it out, or deploy with the real provider`,
    };
}

/** What is wrong with a value. It is not repeated unless it is a number: it may be secret. */
function faultOf(property: PropertySchema, value: Value): string | undefined {
    if (value === UNKNOWN) {
        return undefined;
    }
    switch (property.type) {
        case "boolean":
            return typeof value === "boolean"
                ? undefined
                : `is ${kindOf(value)}, must be true or false`;
        case "number":
            return numberFault(property, value);
        case "string":
            if (typeof value !== "string") {
                return `is ${kindOf(value)}, must be text`;
            }
            return property.required && value === "" ? "is empty; give it a value" : undefined;
        case "stringMap":
            return isObject(value) &&
                Object.values(value).every((member) => typeof member === "string")
                ? undefined
                : `is ${kindOf(value)}, must be an object with text for every value`;
        case "stringSet":
            return Array.isArray(value) && value.every((member) => typeof member === "string")
                ? undefined
                : `is ${kindOf(value)}, must be a list of texts`;
        case "tree":
            return typeof value === "object"
                ? undefined
                : `is ${kindOf(value)}, must be an object or a list`;
        case "policy":
            return policyFault(value);
    }
}

function numberFault(property: PropertySchema, value: Value): string | undefined {
    if (typeof value !== "number" || !Number.isInteger(value)) {
        return `is ${kindOf(value)}, must be a whole number`;
    }
    const ranges = property.ranges;
    if (ranges === undefined || ranges.some(([min, max]) => value >= min && value <= max)) {
        return undefined;
    }
    const bounds = ranges.map(([min, max]) => (min === max ? `${min}` : `${min} to ${max}`));
    return `is ${value}, must be ${bounds.join(" or ")}`;
}

function policyFault(value: Value): string | undefined {
    if (typeof value === "string") {
        const parsed = parseDocument(value);
        return parsed.kind === "fault"
            ? `${parsed.fault}; pass an object or its JSON text`
            : undefined;
    }
    return isObject(value) ? undefined : `is ${kindOf(value)}, must be an object or its JSON text`;
}

/** The text of a document, unknown as soon as any part of it is. */
function documentText(value: Value): Value {
    if (typeof value === "string") {
        return value;
    }
    return hasUnknown(value) ? UNKNOWN : stableJson(value);
}

function kindOf(value: Value): string {
    if (Array.isArray(value)) {
        return "a list";
    }
    switch (typeof value) {
        case "string":
            return "text";
        case "number":
            return `the number ${value}`;
        case "boolean":
            return String(value);
        default:
            return "an object";
    }
}
