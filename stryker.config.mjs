import process from "node:process";

// Configuration of `npm run mutation -- PART`; see test/onDemand/mutation.ts.
const { part, specs, choice } = JSON.parse(process.env.IAM_PROFILES_MUTATION ?? "{}");

export default {
    testRunner: "mocha-anew",
    plugins: ["./test/onDemand/mochaRunner.mjs", "./test/onDemand/mutantChecker.mjs"],
    specs,
    checkers: ["choice"],
    choice,
    coverageAnalysis: "perTest",
    concurrency: 1,
    // In milliseconds. Long, since a busy machine must not count as an endless loop; most of those end by the number of rounds.
    timeoutMS: 60_000,
    timeoutFactor: 4,
    dryRunTimeoutMinutes: 30,
    // The worker grows with each mutant, as mocha and ts-node keep something of every module that was loaded.
    maxTestRunnerReuse: 200,
    disableTypeChecks: false,
    reporters: ["progress-append-only", "clear-text", "html", "json"],
    htmlReporter: { fileName: `coverage/mutation-${part}.html` },
    jsonReporter: { fileName: `coverage/mutation-${part}.json` },
    tempDirName: ".stryker-tmp",
    ignorePatterns: [".sandbox", ".cache", "coverage", "access/dist", "policy-pack/dist"],
};
