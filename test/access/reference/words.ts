import { matches, partsOf } from "./glob";

/** All texts of these letters, up to a length, the empty one too. */
export function words(letters: string, longest: number): readonly string[] {
    const all = [""];
    let last = [""];
    for (let length = 1; length <= longest; length += 1) {
        last = last.flatMap((word) => letters.split("").map((letter) => word + letter));
        all.push(...last);
    }
    return all;
}

const withoutWildcards = (pattern: string): string => pattern.replace(/[*?]/g, "");

/** Texts that match one of some patterns: its wildcards filled with each other's letters. */
export function instances(patterns: readonly string[]): readonly string[] {
    const fillings = ["", "z", ...patterns.map(withoutWildcards)];
    return patterns.flatMap((pattern) =>
        fillings.flatMap((filling) =>
            ["a", "b", "z"].map((letter) =>
                pattern.replace(/[*?]/g, (sign) => (sign === "*" ? filling : letter)),
            ),
        ),
    );
}

/** Whether a text matches a pattern without variables. */
export const isWithin = (pattern: string, text: string): boolean => matches(partsOf(pattern), text);

/** One candidate of each kind: those with the same signature are interchangeable. */
export function distinct<T>(candidates: readonly T[], signature: (one: T) => string): readonly T[] {
    return [...new Map(candidates.map((one) => [signature(one), one])).values()];
}

/** Every way to take one of each list. */
export function combinations<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
    return lists.reduce<readonly (readonly T[])[]>(
        (chosen, list) => chosen.flatMap((before) => list.map((one) => [...before, one])),
        [[]],
    );
}

/** All lists of one to three of the values, each at most once. */
export const subsets = <T>(values: readonly T[]): readonly (readonly T[])[] =>
    values.flatMap((first, i) => [
        [first],
        ...values
            .slice(i + 1)
            .flatMap((second, j) => [
                [first, second],
                ...values.slice(i + j + 2).map((third) => [first, second, third]),
            ]),
    ]);
