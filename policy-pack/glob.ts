/**
 * Whether some text matches both patterns, where `*` stands for any text and `?` for one character, as in IAM's ARNs.
 *
 * Two patterns are compared, not a pattern with a text, because "any role of the account" is a pattern itself.
 *
 * @param a at most some thousand characters: time and memory grow with the product of the lengths
 */
export function patternsMeet(a: string, b: string): boolean {
    // meets[j]: whether a from i on and b from j on have a text in common; filled from the ends.
    let next: boolean[] = [];
    for (let i = a.length; i >= 0; i -= 1) {
        const meets: boolean[] = new Array<boolean>(b.length + 1).fill(false);
        for (let j = b.length; j >= 0; j -= 1) {
            const [x, y] = [a[i], b[j]];
            meets[j] =
                (x === undefined && y === undefined) ||
                (x === "*" && (next[j] === true || (y !== undefined && meets[j + 1] === true))) ||
                (y === "*" && (meets[j + 1] === true || (x !== undefined && next[j] === true))) ||
                (x !== undefined &&
                    y !== undefined &&
                    (x === y || x === "?" || y === "?") &&
                    next[j + 1] === true);
        }
        next = meets;
    }
    return next[0] === true;
}

/**
 * Whether every text that a pattern matches is matched by another one, too. It may say no where yes is true, as of `?*` within `*?`.
 *
 * @param bound its `*` stands for whatever the pattern has there, its `?` for a character or a `?`
 */
export function isWithin(pattern: string, bound: string): boolean {
    // Lengths of beginnings of the pattern that a beginning of the bound matches.
    let lengths = new Set([0]);
    for (const char of bound) {
        const next = new Set<number>();
        for (const length of lengths) {
            if (char === "*") {
                for (let end = length; end <= pattern.length; end += 1) next.add(end);
            } else if (pattern[length] === char || (char === "?" && isOne(pattern[length]))) {
                next.add(length + 1);
            }
        }
        lengths = next;
    }
    return lengths.has(pattern.length);
}

const isOne = (char: string | undefined): boolean => char !== undefined && char !== "*";

/** Whether an action pattern covers an action; case does not count. */
export const coversAction = (pattern: string, action: string): boolean =>
    patternsMeet(pattern.toLowerCase(), action.toLowerCase());
