/** `?`: any one character. */
export const anyCharacter = -1;
/** `*`: any text, including the empty one. */
export const anyText = -2;
/** `?` in one of the first five parts of an ARN condition: any character but a colon. */
export const anyCharacterOfPart = -3;
/** `*` in one of the first five parts of an ARN condition: any text without a colon. */
export const anyTextOfPart = -4;

const colon = 58;

/** A text with wildcards. */
export interface Glob {
    /** UTF-16 codes, and the wildcards above, which are negative. */
    readonly codes: readonly number[];
    /**
     * Whether `anyText` comes before `anyTextOfPart`, so that `matches` must simulate the
     * automaton.
     */
    readonly mixed: boolean;
}

export function globOf(codes: readonly number[]): Glob {
    const first = codes.indexOf(anyText);
    return { codes, mixed: first >= 0 && codes.includes(anyTextOfPart, first) };
}

/** The glob that matches this text alone. */
export const literal = (text: string): Glob => ({ codes: codesOf(text), mixed: false });

const numbers = new WeakMap<Glob, number>();
const numbersByCodes = new Map<string, number>();
const maxNumbers = 10_000;
let lastNumber = 0;

/** A number that stands for what a glob matches: no other glob has it, and most that match the same do. */
export function numberOf(glob: Glob): number {
    let number = numbers.get(glob);
    if (number === undefined) {
        const codes = String(glob.codes);
        number = numbersByCodes.get(codes) ?? ++lastNumber;
        if (numbersByCodes.size >= maxNumbers) numbersByCodes.clear();
        numbersByCodes.set(codes, number);
        numbers.set(glob, number);
    }
    return number;
}

export const codesOf = (text: string): number[] =>
    Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));

export const isStar = (code: number | undefined): boolean =>
    code === anyText || code === anyTextOfPart;

/** Whether one code of a glob matches a character. */
export const takes = (code: number | undefined, character: number): boolean =>
    code === character ||
    code === anyCharacter ||
    code === anyText ||
    (character !== colon && (code === anyCharacterOfPart || code === anyTextOfPart));

/**
 * Whether a glob matches the whole text.
 *
 * Backtracks to the last `*` only, so the time is at most the product of both lengths, usually
 * their sum. No regular expression is built.
 */
export function matches(glob: Glob, text: string): boolean {
    if (glob.mixed) return simulate(glob, text);
    const { codes } = glob;
    let at = 0;
    let star = -1;
    let taken = 0;
    for (let index = 0; index < text.length;) {
        const code = codes[at];
        if (isStar(code)) {
            star = at;
            taken = index;
            at += 1;
        } else if (takes(code, text.charCodeAt(index))) {
            at += 1;
            index += 1;
        } else if (star >= 0 && takes(codes[star], text.charCodeAt(taken))) {
            taken += 1;
            index = taken;
            at = star + 1;
        } else {
            return false;
        }
    }
    while (isStar(codes[at])) at += 1;
    return at === codes.length;
}

/** False if the literal characters at one end differ, so that no text matches both globs. */
export const mayMeet = ({ codes: left }: Glob, { codes: right }: Glob): boolean =>
    agreeAtStart(left, right) && agreeAtEnd(left, right);

function agreeAtStart(left: readonly number[], right: readonly number[]): boolean {
    const length = Math.min(left.length, right.length);
    for (let at = 0; at < length; at += 1) {
        const one = left[at] ?? anyText;
        const other = right[at] ?? anyText;
        if (one < 0 || other < 0) return true;
        if (one !== other) return false;
    }
    return true;
}

function agreeAtEnd(left: readonly number[], right: readonly number[]): boolean {
    const length = Math.min(left.length, right.length);
    for (let at = 1; at <= length; at += 1) {
        const one = left[left.length - at] ?? anyText;
        const other = right[right.length - at] ?? anyText;
        if (one < 0 || other < 0) return true;
        if (one !== other) return false;
    }
    return true;
}

/** Positions in a glob after the text read so far, ascending: the states of an automaton. */
export type Positions = readonly number[];

export const start = (glob: Glob): Positions => withEmptyStars(glob, [0]);

/** The positions after one more character. */
export function nextPositions(glob: Glob, positions: Positions, character: number): Positions {
    const next: number[] = [];
    for (const position of positions) {
        const code = glob.codes[position];
        if (!takes(code, character)) continue;
        const to = isStar(code) ? position : position + 1;
        if (next.at(-1) !== to) next.push(to);
    }
    return withEmptyStars(glob, next);
}

export const accepts = (glob: Glob, positions: Positions): boolean =>
    positions.at(-1) === glob.codes.length;

/** A star may match nothing, so the position after it is reached too. */
function withEmptyStars({ codes }: Glob, positions: Positions): Positions {
    const reached: number[] = [];
    let last = -1;
    for (const position of positions) {
        // What is not beyond the last one was reached by the stars before it.
        if (position <= last) continue;
        last = position;
        reached.push(last);
        while (isStar(codes[last])) {
            last += 1;
            reached.push(last);
        }
    }
    return reached;
}

function simulate(glob: Glob, text: string): boolean {
    let positions = start(glob);
    for (let index = 0; index < text.length && positions.length > 0; index++) {
        positions = nextPositions(glob, positions, text.charCodeAt(index));
    }
    return accepts(glob, positions);
}
