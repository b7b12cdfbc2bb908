import { spawnSync } from "node:child_process";

/**
 * Runs the tests that start no engine and no local AWS on each Node.js that the project supports. The npm package `node` brings them, into npm's
 * own cache: the checkout stays as it is.
 *
 * Arguments are the versions to run instead, e.g. `npm run test:nodes -- 24`.
 */
const supported = ["20", "22", "24"];

function passesOn(version: string): boolean {
    console.log(`\nNode.js ${version}`);
    const { status, error } = spawnSync(
        "npx",
        [
            ...["--yes", "--package", `node@${version}`, "--"],
            ...["node", "-r", "ts-node/register", "test/support/runTests.ts", "--without-sandbox"],
        ],
        { stdio: "inherit", shell: process.platform === "win32" },
    );
    if (error !== undefined) console.error(error.message);
    return status === 0;
}

const asked = process.argv.slice(2);
const results = (asked.length > 0 ? asked : supported).map(
    (version) => [version, passesOn(version)] as const,
);
console.log("");
for (const [version, passed] of results) {
    console.log(`Node.js ${version}: ${passed ? "passed" : "failed"}`);
}
process.exitCode = results.every(([, passed]) => passed) ? 0 : 1;
