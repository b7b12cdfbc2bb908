import type { ContextValue } from "../../../access/evaluation/question";
import { holds, operatorOf, secondsOf } from "./conditions";
import type { RawTest } from "./conditions";
import { addressOf, rangeOf } from "./ipAddress";
import { combinations, distinct, instances, isWithin, subsets, words } from "./words";

type Free = Extract<ContextValue, { attackerControlled: true }>;

/** Values of a key; `undefined`: the request doesn't carry it. */
export type Choice = readonly string[] | undefined;

/**
 * Values that a free key may have, one of each kind that the policies tell apart.
 *
 * @param tests those of the key
 * @param known the context without free keys, for variables
 */
export function choicesOf(
    key: string,
    free: Free,
    tests: readonly RawTest[],
    known: ReadonlyMap<string, readonly string[]>,
): readonly Choice[] {
    const signature = (choice: Choice): string => {
        const context = new Map(known);
        if (choice !== undefined) context.set(key, choice);
        return tests.map((test) => (holds(test, { context }, true) ? "1" : "0")).join("");
    };
    const singles = distinct(
        candidatesOf(tests, free)
            .filter((value) => isPossible(value, free))
            .map((value) => [value]),
        signature,
    );
    const isSet = tests.some(({ operator }) => operatorOf(operator)?.set !== undefined);
    const values: readonly Choice[] = isSet
        ? subsets(singles.map(([value]) => value ?? ""))
        : singles;
    return free.mayBeAbsent ? [undefined, ...values] : values;
}

const isPossible = (value: string, { within, from }: Free): boolean =>
    (within === undefined || isWithin(within, value)) &&
    (from === undefined || secondsOf(value) >= from);

/** Kinds of values, by the start of the operator's name. */
const makers: readonly (readonly [RegExp, (wanted: readonly string[]) => readonly string[]])[] = [
    [/^Numeric|^Date/, numbers],
    [/^IpAddress/, addresses],
    [/^Bool/, () => ["true", "false"]],
    [/^Arn/, arns],
    [/^String|^Binary/, texts],
];

function candidatesOf(tests: readonly RawTest[], { within, from }: Free): readonly string[] {
    const limits = [within, from?.toString()].filter((limit) => limit !== undefined);
    const made = makers.flatMap(([kind, make]) => {
        const wanted = tests
            .filter(({ operator }) => kind.test(operatorOf(operator)?.base ?? ""))
            .flatMap((test) => test.wanted);
        return wanted.length === 0 ? [] : make([...wanted, ...limits]);
    });
    return made.length === 0 ? instances([limits[0] ?? "z"]) : made;
}

/** Short texts, and each of the texts in every case and with its wildcards filled. */
function texts(wanted: readonly string[]): readonly string[] {
    return [...words("abz", 4), ...wanted.flatMap(inEveryCase), ...instances(wanted)];
}

/** A text with each of its first four letters in upper or lower case. */
const inEveryCase = (text: string): readonly string[] =>
    combinations(
        text
            .slice(0, 4)
            .split("")
            .map((letter) => [...new Set([letter, letter.toUpperCase(), letter.toLowerCase()])]),
    ).map((letters) => letters.join("") + text.slice(4));

/** Each number or date in seconds, its neighbours, and what lies between. */
function numbers(wanted: readonly string[]): readonly string[] {
    return wanted
        .map(secondsOf)
        .filter((value) => !Number.isNaN(value))
        .flatMap((value) => [-1, -0.25, 0, 0.25, 1].map((step) => String(value + step)));
}

/** First and last address of each range, the ones before and after, and one of either kind. */
function addresses(wanted: readonly string[]): readonly string[] {
    return [...wanted, "198.51.100.1", "fd00::1"]
        .map(rangeOf)
        .filter((range) => range !== undefined)
        .flatMap(({ prefix, length }) => {
            const first = BigInt(`0b0${prefix.padEnd(length, "0")}`);
            const last = BigInt(`0b0${prefix.padEnd(length, "1")}`);
            return [first - 1n, first, last, last + 1n]
                .filter((address) => address >= 0n && address < 1n << BigInt(length))
                .map((address) => addressOf(address.toString(2).padStart(length, "0")));
        });
}

/** Every way to take each of the six parts from one of the ARNs, or to be something else. */
function arns(wanted: readonly string[]): readonly string[] {
    const parts = wanted.map((pattern) => {
        const six = pattern.split(":");
        return [...six.slice(0, 5), six.slice(5).join(":")];
    });
    const lists = [0, 1, 2, 3, 4, 5].map((index) => {
        const alternatives = [...new Set(parts.map((part) => part[index] ?? ""))];
        const fixed = alternatives.length === 1 && index < 4 && !/[*?]/.test(alternatives[0] ?? "");
        if (fixed) return alternatives;
        const more = index === 5 ? words("abz", 2).map((word) => `user/${word}`) : [];
        return [...new Set([...instances(alternatives), "z", ...more])];
    });
    return combinations(lists).map((six) => six.join(":"));
}
