import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";

/** A property's counterexample, as `found.cases.json` holds it: it is tried first from then on, whatever the seed. */
export interface Finding {
    /** Full title of the test: its suites' titles and its own. */
    readonly test: string;
    /** Seed and path that bring it back as long as the arbitraries stay as they are. */
    readonly seed: number;
    readonly path: string;
    /** One value for each arbitrary of the property; absent where JSON can't write it. */
    readonly counterexample?: readonly unknown[];
}

/** What fast-check found, shrunk. */
export function findingOf(test: string, details: fc.RunDetails<unknown>): Finding {
    const { seed, counterexample, counterexamplePath } = details;
    const place = { test, seed, path: counterexamplePath ?? "" };
    return Array.isArray(counterexample) && survivesJson(counterexample)
        ? { ...place, counterexample: counterexample as readonly unknown[] }
        : place;
}

/** A finding as text to paste. */
export function findingText({ counterexample, ...place }: Finding): string {
    const text = JSON.stringify({ ...place, counterexample }, undefined, 4);
    return counterexample === undefined
        ? `JSON can't write the counterexample; this brings it back:\n${text}`
        : `Case for test/support/found.cases.json:\n${text}`;
}

const survivesJson = (value: readonly unknown[]): boolean =>
    isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
