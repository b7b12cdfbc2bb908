import type { Condition } from "./document";
import { operators } from "./operands";
import { PolicyError, isObject, describeValue } from "./policyError";

/** The valid tests of a Condition block, and why others are invalid. */
export interface Conditions {
    readonly conditions: readonly Condition[];
    readonly faults: readonly string[];
}

const none: readonly Condition[] = [];

/**
 * @param raw value of `Condition`; `undefined`: there is none
 * @param variables whether `${...}` is a policy variable
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function readConditions(raw: unknown, variables: boolean): Conditions {
    if (raw === undefined) return { conditions: none, faults: [] };
    if (!isObject(raw)) return { conditions: none, faults: [`Condition is ${describeValue(raw)}`] };
    const conditions: Condition[] = [];
    const faults: string[] = [];
    for (const [operator, tests] of Object.entries(raw)) {
        if (!isObject(tests)) {
            faults.push(`Condition.${operator} is ${describeValue(tests)}; must be an object`);
            continue;
        }
        const keys = new Set<string>();
        for (const [key, values] of Object.entries(tests)) {
            try {
                // With two tests of one key, it is ambiguous whether both must hold or either.
                if (keys.has(key.toLowerCase())) throw new PolicyError("duplicate key");
                keys.add(key.toLowerCase());
                conditions.push(readCondition(operator, key, values, variables));
            } catch (fault) {
                if (!(fault instanceof PolicyError)) throw fault;
                faults.push(`Condition ${operator} of ${describeValue(key)}: ${fault.message}`);
            }
        }
    }
    return { conditions, faults };
}

const operatorName = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

function readCondition(
    operatorText: string,
    key: string,
    raw: unknown,
    variables: boolean,
): Condition {
    const [, set, name = "", ifExists] = operatorName.exec(operatorText) ?? [];
    const operator = operators.get(name);
    if (operator === undefined) throw new PolicyError("unknown operator");
    if (name === "Null" && (set !== undefined || ifExists !== undefined)) {
        throw new PolicyError("Null takes neither a set prefix nor IfExists");
    }
    if (!/^[!-~ ]+$/.test(key)) throw new PolicyError("not a valid context key");
    const values = readValues(raw);
    return {
        operator: name,
        ifExists: ifExists !== undefined,
        ...(set === undefined ? {} : { set: set as "ForAllValues" | "ForAnyValue" }),
        key: key.toLowerCase(),
        values,
        negated: operator.negated,
        operands: operator.read(values, variables),
    };
}

function readValues(raw: unknown): readonly string[] {
    const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
    if (list.length === 0) throw new PolicyError("has no value");
    return list.map((value) => {
        if (typeof value === "string") return value;
        if (typeof value === "number" || typeof value === "boolean") return String(value);
        throw new PolicyError(
            `a value is ${describeValue(value)}; must be a string, a number or a boolean`,
        );
    });
}
