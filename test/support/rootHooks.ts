import { appendFileSync } from "node:fs";
import { takeCoverage } from "node:v8";

import fc from "fast-check";

import { findingOf, findingText } from "./finding";
import type { Finding } from "./finding";
import found from "./found.cases.json";
import { fuzzing, seed } from "./seed";

/** Counterexamples that a test once had. */
const foundIn = (test: string): readonly (readonly unknown[])[] =>
    (found as readonly Finding[])
        .filter((finding) => finding.test === test)
        .flatMap(({ counterexample }) => (counterexample === undefined ? [] : [counterexample]));

const deadline = fuzzing?.timeMs === undefined ? undefined : Date.now() + fuzzing.timeMs;
let test = "";

function report(details: fc.RunDetails<unknown>): void {
    if (!details.failed) return;
    const finding = findingOf(test, details);
    if (fuzzing !== undefined) appendFileSync(fuzzing.findings, `${JSON.stringify(finding)}\n`);
    const message = [fc.defaultReportMessage(details), findingText(finding)].join("\n\n");
    throw new Error(message, { cause: details.errorInstance });
}

function configure(timeLeft?: number): void {
    const parameters = {
        seed,
        reporter: report,
        // Left out of fast-check's type, since they are of one property: that of the test which is about to run.
        examples: foundIn(test),
        ...(timeLeft === undefined ? {} : { interruptAfterTimeLimit: timeLeft }),
    };
    fc.configureGlobal(parameters);
}

// Also for what a spec file samples while it is loaded.
configure();

/** Gives every property of every spec file the run's seed, and its failure the form of a case to paste. */
export const mochaHooks: Mocha.RootHookObject = {
    beforeEach(this: Mocha.Context) {
        test = this.currentTest?.fullTitle() ?? "";
        const timeLeft = deadline === undefined ? undefined : deadline - Date.now();
        if (timeLeft !== undefined && timeLeft <= 0) this.skip();
        configure(timeLeft);
    },

    /** After each spec file: mocha gives a worker one second to end, too little to write the coverage of all of them. */
    afterAll(): void {
        if (process.env["NODE_V8_COVERAGE"] !== undefined) takeCoverage();
    },
};
