import { createRequire } from "node:module";
import * as path from "node:path";

import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { PluginKind, commonTokens, declareClassPlugin, tokens } from "@stryker-mutator/api/plugin";
import {
    DryRunStatus,
    TestStatus,
    determineHitLimitReached,
    toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

// Stryker's own runner for mocha knows mocha 11 and earlier, and loads the code once for all mutants: what the code or a test
// remembers of one mutant would be there for the next. This one loads the checkout's modules anew for each mutant, which takes
// some tenths of a second, since those of node_modules stay.

const require = createRequire(import.meta.url);

/** A test, by its file and its name: names alone are not unique. */
const idOf = (test) => `${path.relative(process.cwd(), test.file)}: ${test.fullTitle()}`;
const fileOf = (id) => id.slice(0, id.indexOf(": "));

/** Forgets what was loaded of the checkout. */
function forgetModules() {
    for (const file of Object.keys(require.cache)) {
        if (file.startsWith(process.cwd() + path.sep) && !file.includes("node_modules")) {
            delete require.cache[file];
        }
    }
}

/** A Stryker test runner: the spec files of the option `specs`, in one process that stays. */
class MochaRunner {
    static inject = tokens(commonTokens.options);

    /** What the mutated code reads and counts. */
    #mutation = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
    #specs;

    constructor(options) {
        this.#specs = options.specs;
    }

    capabilities() {
        return { reloadEnvironment: true };
    }

    init() {
        require("ts-node/register");
    }

    async dryRun({ disableBail }) {
        const result = await this.#run(this.#specs, { bail: !disableBail });
        return { ...result, mutantCoverage: this.#mutation.mutantCoverage };
    }

    /** The mutant counts as killed, too, if it keeps a spec file from loading. */
    async mutantRun({ activeMutant, testFilter, disableBail, hitLimit }) {
        this.#mutation.activeMutant = activeMutant.id;
        this.#mutation.hitLimit = hitLimit;
        this.#mutation.hitCount = hitLimit === undefined ? undefined : 0;
        const specs =
            testFilter === undefined
                ? this.#specs
                : this.#specs.filter((spec) => testFilter.some((id) => fileOf(id) === spec));
        const result = await this.#run(specs, { bail: !disableBail, only: testFilter });
        const limit = determineHitLimitReached(this.#mutation.hitCount, hitLimit);
        return toMutantRunResult(limit ?? result);
    }

    /** Runs tests of spec files: all, or those whose ids are given. */
    async #run(specs, { bail, only }) {
        forgetModules();
        const { mochaHooks } = require(path.resolve("test/support/rootHooks.ts"));
        const mocha = new Mocha({
            bail,
            reporter: class {},
            rootHooks: { beforeEach: [mochaHooks.beforeEach] },
            timeout: 0,
        });
        for (const spec of specs) mocha.addFile(path.resolve(spec));
        try {
            mocha.loadFiles();
        } catch (error) {
            return complete([failed({ id: "load", name: "load", timeSpentMs: 0 }, error)]);
        }
        if (only !== undefined) leaveOut(mocha.suite, new Set(only));
        return complete(await this.#tests(mocha));
    }

    #tests(mocha) {
        const results = [];
        return new Promise((resolve) => {
            const runner = mocha.run(() => {
                runner.dispose();
                resolve(results);
            });
            // What runs outside a test, as `before` does, counts for all tests, since any may need it.
            runner.on("test", (test) => (this.#mutation.currentTestId = idOf(test)));
            runner.on("test end", () => delete this.#mutation.currentTestId);
            runner.on("pass", (test) =>
                results.push({ ...toResult(test), status: TestStatus.Success }),
            );
            runner.on("fail", (test, error) => results.push(failed(toResult(test), error)));
        });
    }
}

const complete = (tests) => ({ status: DryRunStatus.Complete, tests });

const toResult = (test) => ({
    id: idOf(test),
    name: test.fullTitle(),
    timeSpentMs: test.duration ?? 0,
    fileName: test.file,
});

const failed = (result, error) => ({
    ...result,
    status: TestStatus.Failed,
    failureMessage: error instanceof Error ? error.message : String(error),
});

/** Leaves the tests out that aren't asked for. */
function leaveOut(suite, ids) {
    suite.tests = suite.tests.filter((test) => ids.has(idOf(test)));
    for (const child of suite.suites) leaveOut(child, ids);
}

/** An option of this runner: the spec files, from the checkout. */
export const strykerValidationSchema = {
    properties: { specs: { type: "array", items: { type: "string" } } },
};

export const strykerPlugins = [
    declareClassPlugin(PluginKind.TestRunner, "mocha-anew", MochaRunner),
];
