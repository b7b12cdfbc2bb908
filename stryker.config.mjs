import process from "node:process";

// Configuration of `npm run mutation -- PART`; see test/support/mutation.ts.
const specs = process.env.IAM_PROFILES_MUTATION_SPECS ?? "";

export default {
    // Stryker's own runner for mocha doesn't support mocha 12.
    testRunner: "command",
    commandRunner: { command: `npx mocha --bail --reporter dot ${specs}` },
    concurrency: 1,
    timeoutMS: 60_000,
    reporters: ["clear-text", "html"],
    htmlReporter: { fileName: "coverage/mutation.html" },
    tempDirName: ".stryker-tmp",
    ignorePatterns: [".sandbox", ".cache", "coverage", "access/dist", "policy-pack/dist"],
};
