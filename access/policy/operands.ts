import type { AddressRange } from "./addressRange";
import { readAddressRange } from "./addressRange";
import { readDate, readNumber } from "./numberValue";
import { compilePatterns } from "./patterns";
import type { Patterns } from "./patterns";
import { PolicyError, describeValue } from "./policyError";

/** How a number of the request compares with one of the policy. */
export type Comparison = "=" | "<" | "<=" | ">" | ">=";

/** Values of a test, compiled for the operator's type. */
export type Operands =
    | {
          readonly type: "text";
          readonly ignoresCase: boolean;
          /** Whether the key is either `true` or `false`. */
          readonly boolean: boolean;
          readonly patterns: Patterns;
      }
    | {
          readonly type: "number" | "date";
          readonly comparison: Comparison;
          /** Dates are epoch seconds. */
          readonly bounds: readonly number[];
      }
    | { readonly type: "address"; readonly ranges: readonly AddressRange[] }
    /** Canonical base-64. */
    | { readonly type: "binary"; readonly contents: ReadonlySet<string> }
    /** Whether the key must be absent; either value suffices. */
    | { readonly type: "null"; readonly absent: ReadonlySet<boolean> };

/** An operator without `IfExists` and set prefix. */
export interface Operator {
    readonly negated: boolean;
    /**
     * @param variables whether `${...}` is a policy variable
     * @throws PolicyError for a value that is not of the operator's type
     */
    readonly read: (values: readonly string[], variables: boolean) => Operands;
}

const text =
    (kind: { wildcards?: true; arn?: true; ignoresCase?: true }) =>
    (values: readonly string[], variables: boolean): Operands => {
        const { wildcards = false, arn = false, ignoresCase = false } = kind;
        const patterns = compilePatterns(values, { wildcards, arn, ignoresCase, variables });
        return { type: "text", ignoresCase, boolean: false, patterns };
    };

const number =
    (comparison: Comparison) =>
    (values: readonly string[]): Operands => ({
        type: "number",
        comparison,
        bounds: values.map((value) => typed(value, readNumber(value), "number")),
    });

const date =
    (comparison: Comparison) =>
    (values: readonly string[]): Operands => ({
        type: "date",
        comparison,
        bounds: values.map((value) => typed(value, readDate(value), "date")),
    });

function boolean(values: readonly string[], variables: boolean): Operands {
    for (const value of values) {
        if (!/^(?:true|false)$/i.test(value) && !(variables && value.startsWith("${"))) {
            throw new PolicyError(`${describeValue(value)} must be "true" or "false"`);
        }
    }
    const patterns = compilePatterns(values, {
        wildcards: false,
        arn: false,
        ignoresCase: true,
        variables,
    });
    return { type: "text", ignoresCase: true, boolean: true, patterns };
}

const address = (values: readonly string[]): Operands => ({
    type: "address",
    ranges: values.map((value) => typed(value, readAddressRange(value), "IP address or range")),
});

const binary = (values: readonly string[]): Operands => ({
    type: "binary",
    contents: new Set(values.map((value) => typed(value, canonicalBase64(value), "base-64 value"))),
});

const presence = (values: readonly string[]): Operands => ({
    type: "null",
    absent: new Set(
        values.map((value) => {
            if (value !== "true" && value !== "false") {
                throw new PolicyError(`${describeValue(value)} must be "true" or "false"`);
            }
            return value === "true";
        }),
    ),
});

/** Normalizes base-64; `undefined` if it is invalid. */
export const canonicalBase64 = (value: string): string | undefined =>
    /^[A-Za-z0-9+/]*={0,2}$/.test(value)
        ? Buffer.from(value, "base64").toString("base64")
        : undefined;

function typed<T>(text: string, value: T | undefined, type: string): T {
    if (value === undefined) throw new PolicyError(`${describeValue(text)} is not a valid ${type}`);
    return value;
}

const is = (read: Operator["read"]): Operator => ({ negated: false, read });
const isNot = (read: Operator["read"]): Operator => ({ negated: true, read });

/**
 * Operators by name, as AWS spells it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const operators: ReadonlyMap<string, Operator> = new Map([
    ["StringEquals", is(text({}))],
    ["StringNotEquals", isNot(text({}))],
    ["StringEqualsIgnoreCase", is(text({ ignoresCase: true }))],
    ["StringNotEqualsIgnoreCase", isNot(text({ ignoresCase: true }))],
    ["StringLike", is(text({ wildcards: true }))],
    ["StringNotLike", isNot(text({ wildcards: true }))],
    // AWS treats both the same, with wildcards.
    ["ArnEquals", is(text({ wildcards: true, arn: true }))],
    ["ArnLike", is(text({ wildcards: true, arn: true }))],
    ["ArnNotEquals", isNot(text({ wildcards: true, arn: true }))],
    ["ArnNotLike", isNot(text({ wildcards: true, arn: true }))],
    ["NumericEquals", is(number("="))],
    ["NumericNotEquals", isNot(number("="))],
    ["NumericLessThan", is(number("<"))],
    ["NumericLessThanEquals", is(number("<="))],
    ["NumericGreaterThan", is(number(">"))],
    ["NumericGreaterThanEquals", is(number(">="))],
    ["DateEquals", is(date("="))],
    ["DateNotEquals", isNot(date("="))],
    ["DateLessThan", is(date("<"))],
    ["DateLessThanEquals", is(date("<="))],
    ["DateGreaterThan", is(date(">"))],
    ["DateGreaterThanEquals", is(date(">="))],
    ["Bool", is(boolean)],
    ["BinaryEquals", is(binary)],
    ["IpAddress", is(address)],
    ["NotIpAddress", isNot(address)],
    ["Null", is(presence)],
]);
