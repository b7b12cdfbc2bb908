/** A run of the fuzzer, as `fuzz.ts` describes it to mocha's process; `undefined` in `npm test`. */
export interface Fuzzing {
    readonly seed: number;
    /** File to which findings are appended, one JSON document a line. */
    readonly findings: string;
    /** How long tests may be begun, in milliseconds. @default no limit */
    readonly timeMs?: number | undefined;
}

/** Environment variable with a `Fuzzing` as JSON. */
export const fuzzingVariable = "IAM_PROFILES_FUZZING";

const given = process.env[fuzzingVariable];

export const fuzzing = given === undefined ? undefined : (JSON.parse(given) as Fuzzing);

/** Seed of everything random in a test run: always the same in `npm test`, always another in `npm run fuzz`. */
export const seed = fuzzing?.seed ?? 1;

/** How many cases of a property are tried: all in `npm run fuzz`; a third in `npm test`, which tries the same ones each time. */
export const runs = (count: number): number =>
    fuzzing === undefined ? Math.ceil(count / 3) : count;
