import {
    accepts,
    anyCharacter,
    anyText,
    isStar,
    matches,
    mayMeet,
    start,
    nextPositions,
    numberOf,
} from "../policy/glob";
import type { Glob, Positions } from "../policy/glob";
import type { Satisfiability } from "./satisfiability";
import type { WorkLimit } from "./workLimit";

/** A text must match one of the globs, or none. */
export interface TextTest {
    /** Alternatives; in lower case if `ignoresCase`. */
    readonly globs: readonly Glob[];
    readonly ignoresCase: boolean;
    /** Whether one of the globs must match; false: none may. */
    readonly mustHold: boolean;
}

/** Results by the tests. A search asks a few hundred different questions, each a thousand times. */
const known = new Map<string, { readonly found: Satisfiability; readonly work: number }>();
const maxKnown = 10_000;

/**
 * Whether some text passes all tests. Exact: runs the globs in parallel as automata and explores
 * every reachable state, trying one character of each class that the globs distinguish.
 *
 * A result that is known costs the work limit the same again: what is decided doesn't depend on what came before.
 */
export function satisfiableText(tests: readonly TextTest[], workLimit: WorkLimit): Satisfiability {
    const key = keyOfTests(tests);
    const before = known.get(key);
    if (before !== undefined)
        return before.work === 0 || workLimit.spend(before.work) ? before.found : "unknown";
    const left = workLimit.left;
    const found = decided(tests, workLimit);
    // What the limit cut off is not known.
    if (found !== "unknown") {
        if (known.size >= maxKnown) known.clear();
        known.set(key, { found, work: left - workLimit.left });
    }
    return found;
}

function keyOfTests(tests: readonly TextTest[]): string {
    let key = "";
    for (const { globs, ignoresCase, mustHold } of tests) {
        key += `${ignoresCase ? "i" : "="}${mustHold ? "+" : "-"}`;
        for (const glob of globs) key += `${numberOf(glob)},`;
    }
    return key;
}

function decided(all: readonly TextTest[], workLimit: WorkLimit): Satisfiability {
    const tests = withoutConflicts(all);
    if (tests === undefined) return "unsatisfiable";
    const meetsAll = (text: string): boolean => tests.every((test) => meets(test, text));
    const exact = tests.find(
        ({ globs, mustHold, ignoresCase }) =>
            mustHold &&
            !ignoresCase &&
            globs.every(({ codes }) => codes.every((code) => code >= 0)),
    );
    if (exact)
        return exact.globs.some((glob) => meetsAll(sample(glob, "")))
            ? "satisfiable"
            : "unsatisfiable";
    if (isSampled(tests, meetsAll)) return "satisfiable";
    return explore(tests, workLimit);
}

/**
 * Fast path: drops the globs that no text can match together with another test, by the literal characters at both ends alone.
 *
 * @returns `undefined`: a test has no glob left that it could match
 */
function withoutConflicts(tests: readonly TextTest[]): readonly TextTest[] | undefined {
    const required = tests.filter(({ mustHold, ignoresCase }) => mustHold && !ignoresCase);
    if (required.length === 0 || tests.length < 2) return tests;
    const left: TextTest[] = [];
    for (const test of tests) {
        if (test.ignoresCase) {
            left.push(test);
            continue;
        }
        const globs = test.globs.filter((glob) =>
            required.every(
                (other) => other === test || other.globs.some((one) => mayMeet(glob, one)),
            ),
        );
        if (test.mustHold && globs.length === 0) return undefined;
        left.push(globs.length === test.globs.length ? test : { ...test, globs });
    }
    return left;
}

const meets = ({ globs, ignoresCase, mustHold }: TextTest, text: string): boolean => {
    const subject = ignoresCase ? text.toLowerCase() : text;
    return globs.some((glob) => matches(glob, subject)) === mustHold;
};

/**
 * Fast path: tries texts that often pass before the full exploration, with each star replaced by
 * nothing or by one character.
 */
function isSampled(tests: readonly TextTest[], meetsAll: (text: string) => boolean): boolean {
    for (const { globs, mustHold } of tests) {
        if (!mustHold) continue;
        for (const glob of globs.slice(0, 4)) {
            if (meetsAll(sample(glob, "")) || meetsAll(sample(glob, "~"))) return true;
        }
    }
    return meetsAll("~") || meetsAll("");
}

/** A text that the glob matches. */
const sample = ({ codes }: Glob, star: string): string =>
    codes
        .map((code) => (isStar(code) ? star : code < 0 ? "~" : String.fromCharCode(code)))
        .join("");

/**
 * The positions of each glob of each test. `done`: one of the test's globs matches whatever
 * follows.
 */
type State = readonly (readonly Positions[] | typeof done)[];
const done = "done";

const maxStates = 20_000;

function explore(tests: readonly TextTest[], workLimit: WorkLimit): Satisfiability {
    const first = simplify(
        tests,
        tests.map(({ globs }) => globs.map(start)),
    );
    if (first === undefined) return "unsatisfiable";
    const seen = new Set([keyOf(first)]);
    const open: State[] = [first];
    for (let state = open.pop(); state; state = open.pop()) {
        if (isEnd(tests, state)) return "satisfiable";
        for (const character of characters(tests, state)) {
            const next = advance(tests, state, character);
            if (next === undefined) continue;
            const key = keyOf(next);
            if (seen.has(key)) continue;
            if (seen.size >= maxStates || !workLimit.spend(key.length)) return "unknown";
            seen.add(key);
            open.push(next);
        }
    }
    return "unsatisfiable";
}

const keyOf = (state: State): string => state.map((part) => String(part)).join(";");

const isEnd = (tests: readonly TextTest[], state: State): boolean =>
    tests.every(({ globs, mustHold }, index) => {
        const part = state[index];
        const matched =
            part === done ||
            globs.some((glob, at) => part !== undefined && accepts(glob, part[at] ?? []));
        return matched === mustHold;
    });

function advance(tests: readonly TextTest[], state: State, character: number): State | undefined {
    const lower = lowerCase(character);
    return simplify(
        tests,
        state.map((part, index) => {
            const test = tests[index];
            if (part === done || test === undefined) return done;
            const read = test.ignoresCase ? lower : character;
            return part.map((positions, at) => {
                const glob = test.globs[at];
                return glob === undefined ? [] : nextPositions(glob, positions, read);
            });
        }),
    );
}

/** Simplifies the state; `undefined` if no continuation passes all tests. */
function simplify(tests: readonly TextTest[], state: State): State | undefined {
    const simplified: (readonly Positions[] | typeof done)[] = [];
    for (const [index, { globs, mustHold }] of tests.entries()) {
        const part = state[index] ?? done;
        const isDone =
            part === done ||
            part.some((positions, at) => {
                const codes = globs[at]?.codes ?? [];
                return positions.includes(codes.length - 1) && codes.at(-1) === anyText;
            });
        if (isDone && !mustHold) return undefined;
        if (!isDone && mustHold && part.every((positions) => positions.length === 0)) {
            return undefined;
        }
        simplified.push(isDone ? done : part);
    }
    return simplified;
}

/**
 * Stands for all characters that no glob names. It has no upper or lower case and is not a colon.
 */
const other = 0xffff;
const colon = 58;

/** One character of each class that the globs distinguish in this state. */
function characters(tests: readonly TextTest[], state: State): ReadonlySet<number> {
    const found = new Set([other]);
    for (const [index, { globs, ignoresCase }] of tests.entries()) {
        const part = state[index];
        if (part === undefined || part === done) continue;
        for (const [at, positions] of part.entries()) {
            for (const position of positions) {
                const code = globs[at]?.codes[position];
                if (code === undefined || code === anyText || code === anyCharacter) continue;
                if (code < 0) {
                    found.add(colon);
                    continue;
                }
                found.add(code);
                if (ignoresCase) found.add(upperCase(code));
            }
        }
    }
    return found;
}

const lowerCase = (code: number): number => single(String.fromCharCode(code).toLowerCase(), code);
const upperCase = (code: number): number => single(String.fromCharCode(code).toUpperCase(), code);

/** Letters whose other case has several characters are not converted. */
const single = (text: string, code: number): number =>
    text.length === 1 ? text.charCodeAt(0) : code;
