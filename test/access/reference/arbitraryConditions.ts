import fc from "fast-check";

import type { ContextValue } from "../../../access/evaluation/question";

export const own = "111111111111";
export const other = "222222222222";

/** Who asks in random questions; also the values of a key that holds ARNs. */
export const user = `arn:aws:iam::${own}:user/a`;
export const role = `arn:aws:iam::${own}:role/r`;

/** Patterns few and short enough that all texts of up to four letters tell them apart. */
export const patterns = ["a", "b", "ab", "a*", "*b", "a*b", "?", "?b", "*", "*a*", "??"];
const letters = fc.constantFrom("", "a", "b", "ab", "ba", "z");

const dates = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"];
const ranges = ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "10.1.2.3", "2001:db8::/32", "::/0"];
const arnPatterns = [own, other, "*", "1*"].flatMap((account) =>
    ["a", "a*", "*", "?", "*b"].map((name) => `arn:aws:iam::${account}:user/${name}`),
);
const comparisons = [
    "Equals",
    "NotEquals",
    "LessThan",
    "LessThanEquals",
    "GreaterThan",
    "GreaterThanEquals",
];
const texts = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"];

/** What a context key can hold, and how policies test it. A key is always of one kind. */
interface KeyKind {
    readonly operators: readonly string[];
    readonly wanted: readonly string[];
    readonly value: fc.Arbitrary<readonly string[]>;
    /** How far a free value may be limited. */
    readonly limits?: readonly { readonly within?: string; readonly from?: number }[];
    /** Whether the request's values are a set, which may always be empty. */
    readonly isSet?: boolean;
}

const one = (value: fc.Arbitrary<string>) => value.map((text) => [text]);

const kinds: Readonly<Record<string, KeyKind>> = {
    "k:text": {
        operators: [...texts, "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
        wanted: [...patterns, "A"],
        value: one(letters),
    },
    "k:name": {
        operators: texts,
        wanted: patterns,
        value: one(letters),
        limits: [{ within: "a*" }, { within: "*b" }],
    },
    "k:tags": {
        operators: ["ForAllValues:", "ForAnyValue:"].flatMap((set) =>
            texts.map((name) => set + name),
        ),
        wanted: patterns,
        value: fc.uniqueArray(fc.constantFrom("a", "b", "ab", "z"), { minLength: 1, maxLength: 3 }),
        isSet: true,
    },
    "k:number": {
        operators: comparisons.map((name) => `Numeric${name}`),
        wanted: ["1", "2", "2.5"],
        value: one(fc.constantFrom("0", "1", "2", "2.0", "3")),
        limits: [{ from: 2 }],
    },
    "k:date": {
        operators: comparisons.map((name) => `Date${name}`),
        wanted: dates,
        value: one(fc.constantFrom(...dates, "2025-12-31T00:00:00Z")),
        limits: [{ from: Date.parse("2026-01-02T00:00:00Z") / 1000 }],
    },
    "k:flag": {
        operators: ["Bool"],
        wanted: ["true", "false"],
        value: one(fc.constantFrom("true", "false")),
    },
    "k:address": {
        operators: ["IpAddress", "NotIpAddress"],
        wanted: ranges,
        value: one(
            fc.constantFrom("10.0.0.1", "10.1.2.3", "10.200.0.0", "11.0.0.0", "2001:db8::1"),
        ),
    },
    "k:arn": {
        operators: ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals"],
        wanted: arnPatterns,
        value: one(fc.constantFrom(user, role, `arn:aws:iam::${own}:root`)),
    },
};

export const keys = Object.keys(kinds);
const kindOf = (key: string): KeyKind => {
    const kind = kinds[key];
    if (kind === undefined) throw new Error(`no kind of key "${key}"`);
    return kind;
};

/** Operators that conditions use, each with and without `IfExists`. */
export const operators: readonly string[] = [
    "Null",
    ...keys.flatMap((key) =>
        kindOf(key).operators.flatMap((operator) => [operator, `${operator}IfExists`]),
    ),
];

/** One to some of the values. */
export const few = <T>(values: readonly T[], most = 2): fc.Arbitrary<T[]> =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most });

/** A Condition block of one operator and one key. */
function testOf(key: string): fc.Arbitrary<Readonly<Record<string, unknown>>> {
    const { operators, wanted } = kindOf(key);
    const compared = fc.record({
        operator: fc.constantFrom(...operators),
        ifExists: fc.boolean(),
        values: few(wanted),
    });
    const presence = fc
        .constantFrom("true", "false")
        .map((text) => ({ operator: "Null", ifExists: false, values: [text] }));
    return fc
        .oneof({ weight: 6, arbitrary: compared }, { weight: 1, arbitrary: presence })
        .map(({ operator, ifExists, values }) => ({
            [operator + (ifExists ? "IfExists" : "")]: { [key]: values },
        }));
}

/** A Condition block about some of the keys; of two tests with one operator the last stands. */
export const condition = (
    about: readonly string[],
): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
    fc
        .array(fc.oneof(...about.map(testOf)), { minLength: 1, maxLength: 2 })
        .map((tests) => Object.fromEntries(tests.flatMap((test) => Object.entries(test))));

/** What is known of every key. @param free share of free keys among ten */
export const contextValues = (free: number): fc.Arbitrary<Readonly<Record<string, ContextValue>>> =>
    fc.record(Object.fromEntries(keys.map((key) => [key, contextValue(key, free)])));

const contextValue = (key: string, free: number): fc.Arbitrary<ContextValue> => {
    const { value, isSet = false, limits = [] } = kindOf(key);
    const known = value.map((values) => ({ known: values }));
    const chosen = fc
        .record({ mayBeAbsent: fc.boolean(), limit: fc.constantFrom({}, ...limits) })
        .map(({ mayBeAbsent, limit }) => ({
            attackerControlled: true as const,
            mayBeAbsent: mayBeAbsent || isSet,
            ...limit,
        }));
    return fc.oneof(
        { weight: 10 - free, arbitrary: known },
        { weight: 3, arbitrary: fc.constant({ absent: true as const }) },
        { weight: free, arbitrary: chosen },
    );
};
