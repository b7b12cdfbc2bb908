import { matches } from "./glob";
import type { Part } from "./glob";
import { bitsOf, rangeOf } from "./ipAddress";
import type { Request } from "./request";
import { expand, plain } from "./variables";

/** One test of a Condition block as written. */
export interface RawTest {
    readonly operator: string;
    /** In lower case. */
    readonly key: string;
    readonly wanted: readonly string[];
    /** The document's `Version`. */
    readonly version: unknown;
}

/** How a value of the request is compared with one of the policy. */
interface Comparison {
    /** Whether it can be compared at all. */
    readonly valid: (text: string, side: "given" | "wanted") => boolean;
    readonly holds: (given: string, wanted: readonly Part[]) => boolean;
}

const anything = () => true;
const isNumber = (text: string) => /^-?\d+(\.\d+)?$/.test(text);

/** Seconds since 1970 of a date or of such seconds; `NaN` if it is neither. */
export const secondsOf = (text: string): number => {
    if (isNumber(text)) return Number(text);
    return /^\d{4}-\d\d(-\d\d(T.*)?)?$/.test(text) ? Date.parse(text) / 1000 : NaN;
};

const text = (holds: Comparison["holds"]): Comparison => ({ valid: anything, holds });
const number = (compare: (a: number, b: number) => boolean): Comparison => ({
    valid: isNumber,
    holds: (given, wanted) => compare(Number(given), Number(plain(wanted))),
});
const date = (compare: (a: number, b: number) => boolean): Comparison => ({
    valid: (value) => !Number.isNaN(secondsOf(value)),
    holds: (given, wanted) => compare(secondsOf(given), secondsOf(plain(wanted))),
});

/** The six parts of an ARN; the last takes the remaining colons. */
function sixParts(parts: readonly Part[]): readonly (readonly Part[])[] {
    const all: Part[][] = [[]];
    for (const part of parts) {
        if ("text" in part && part.text === ":" && all.length < 6) all.push([]);
        else all.at(-1)?.push(part);
    }
    return all;
}

const arn = text((given, wanted) => {
    const values = given.split(":");
    const six = [...values.slice(0, 5), values.slice(5).join(":")];
    const patterns = sixParts(wanted);
    return (
        values.length >= 6 &&
        patterns.length === 6 &&
        patterns.every((pattern, index) => matches(pattern, six[index] ?? ""))
    );
});

const comparisons: Readonly<Record<string, Comparison>> = {
    StringEquals: text((given, wanted) => given === plain(wanted)),
    StringEqualsIgnoreCase: text(
        (given, wanted) => given.toLowerCase() === plain(wanted).toLowerCase(),
    ),
    StringLike: text((given, wanted) => matches(wanted, given)),
    ArnEquals: arn,
    ArnLike: arn,
    BinaryEquals: text((given, wanted) => given === plain(wanted)),
    Bool: {
        valid: (value) => /^(true|false)$/i.test(value),
        holds: (given, wanted) => given.toLowerCase() === plain(wanted).toLowerCase(),
    },
    NumericEquals: number((a, b) => a === b),
    NumericLessThan: number((a, b) => a < b),
    NumericLessThanEquals: number((a, b) => a <= b),
    NumericGreaterThan: number((a, b) => a > b),
    NumericGreaterThanEquals: number((a, b) => a >= b),
    DateEquals: date((a, b) => a === b),
    DateLessThan: date((a, b) => a < b),
    DateLessThanEquals: date((a, b) => a <= b),
    DateGreaterThan: date((a, b) => a > b),
    DateGreaterThanEquals: date((a, b) => a >= b),
    IpAddress: {
        valid: (value, side) => (side === "given" ? bitsOf(value) : rangeOf(value)) !== undefined,
        holds: (given, wanted) => {
            const bits = bitsOf(given);
            const range = rangeOf(plain(wanted));
            return bits?.length === range?.length && bits?.startsWith(range?.prefix ?? "") === true;
        },
    },
};

/** Negated operators, and what they negate. */
const negations: Readonly<Record<string, string>> = {
    StringNotEquals: "StringEquals",
    StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
    StringNotLike: "StringLike",
    ArnNotEquals: "ArnEquals",
    ArnNotLike: "ArnLike",
    NumericNotEquals: "NumericEquals",
    DateNotEquals: "DateEquals",
    NotIpAddress: "IpAddress",
};

/** An operator as written, taken apart; `undefined` if AWS has none of that name. */
export function operatorOf(operator: string) {
    const [, set, name = "", ifExists] =
        /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
    const base = negations[name] ?? name;
    if (name === "Null") return ifExists === undefined ? { set, name, base } : undefined;
    if (comparisons[base] === undefined) return undefined;
    return { set, name, base, ifExists: ifExists !== undefined };
}

/**
 * Whether a test holds.
 *
 * @param whenUnsure what to say of a value that can't be compared, e.g. `soon` as a number
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holds(
    test: RawTest,
    request: Pick<Request, "context">,
    whenUnsure: boolean,
): boolean {
    const operator = operatorOf(test.operator);
    if (operator === undefined) return whenUnsure;
    const given = request.context.get(test.key) ?? [];
    if (operator.name === "Null") {
        return test.wanted.some(
            (wanted) => (wanted.toLowerCase() === "true") === (given.length === 0),
        );
    }
    const negated = operator.name !== operator.base;
    if (given.length === 0) {
        if (operator.ifExists === true || operator.set === "ForAllValues") return true;
        return operator.set === "ForAnyValue" ? false : negated;
    }
    const comparison = comparisons[operator.base];
    if (comparison === undefined) return whenUnsure;
    const comparable =
        given.every((value) => comparison.valid(value, "given")) &&
        test.wanted.every((value) => comparison.valid(value, "wanted"));
    if (!comparable) return whenUnsure;
    const wanted = test.wanted
        .map((value) => expand(value, test.version, request))
        .filter((parts) => parts !== undefined);
    const one = (value: string) =>
        wanted.some((parts) => comparison.holds(value, parts)) !== negated;
    return operator.set === "ForAllValues" ? given.every(one) : given.some(one);
}
