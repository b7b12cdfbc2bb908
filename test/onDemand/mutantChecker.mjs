import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";

import { CheckStatus } from "@stryker-mutator/api/check";
import { PluginKind, commonTokens, declareClassPlugin, tokens } from "@stryker-mutator/api/plugin";

/** A mutant's identity from run to run, as long as its file stays as it is. */
const keyOf = (file, { location, mutatorName, replacement }) =>
    JSON.stringify([file, placeOf(location), mutatorName, replacement]);
const placeOf = ({ start, end }) => [start.line, start.column, end.line, end.column];

/** Reports count lines and columns from 1. */
const fromZero = ({ line, column }) => ({ line: line - 1, column: column - 1 });

/** Survivors in what Stryker wrote of an earlier run. */
const survivorsIn = (report) =>
    Object.entries(JSON.parse(readFileSync(report, "utf8")).files).flatMap(([file, { mutants }]) =>
        mutants
            .filter(({ status }) => status === "Survived" || status === "NoCoverage")
            .map(({ location: { start, end }, ...mutant }) =>
                keyOf(file, {
                    ...mutant,
                    location: { start: fromZero(start), end: fromZero(end) },
                }),
            ),
    );

/** A number from 0 to 1, by mutant and seed alone, so that a change elsewhere leaves the rest of a sample as it was. */
const numberOf = (key, seed) =>
    createHash("sha256").update(`${seed} ${key}`).digest().readUInt32BE() / 2 ** 32;

/**
 * Chooses the mutants that are tried: a random sample, or those that survived before. The others are reported as errors,
 * which no score counts.
 */
class MutantChecker {
    static inject = tokens(commonTokens.options);

    #isChosen;

    constructor({ choice: { share, seed, survivorsOf } }) {
        const survivors = survivorsOf === undefined ? undefined : new Set(survivorsIn(survivorsOf));
        this.#isChosen = (key) =>
            numberOf(key, seed) < share && (survivors === undefined || survivors.has(key));
    }

    init() {
        return Promise.resolve();
    }

    group(mutants) {
        return Promise.resolve([mutants.map(({ id }) => id)]);
    }

    check(mutants) {
        const results = mutants.map((mutant) => {
            const key = keyOf(path.relative(process.cwd(), mutant.fileName), mutant);
            return [
                mutant.id,
                this.#isChosen(key)
                    ? { status: CheckStatus.Passed }
                    : { status: CheckStatus.CompileError, reason: "not chosen" },
            ];
        });
        return Promise.resolve(Object.fromEntries(results));
    }
}

/** This checker's option. */
export const strykerValidationSchema = { properties: { choice: { type: "object" } } };

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, "choice", MutantChecker)];
