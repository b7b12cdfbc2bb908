// Starts the pack: in a checkout from its sources, bundled into one file when they have changed; elsewhere from the bundle
// beside this file. Pulumi's runner would compile the sources with type checks at every start, which takes seconds;
// `npm test` checks them.
const { existsSync } = require("node:fs");
const path = require("node:path");

// The engine reads what a pack writes. Without it each line fails, which Pulumi's handler of errors would write, for ever.
for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));

leaveOut("@npmcli/arborist");
leaveOut("@pulumi/pulumi/automation");
leaveOut("normalize-package-data");

if (existsSync(path.join(__dirname, "..", "program.ts"))) {
    const { sourceBundle } = require("../platform/sourceBundle.cjs");
    const { bundle } = require("./bundle.cjs");
    module._compile(sourceBundle(bundle).text, path.join(__dirname, "index.cjs"));
} else {
    require(bundleHere());
}

/** In the folder that `npm run build` made, or in a copy of the one that holds it. */
function bundleHere() {
    const [found] = ["index.cjs", path.join("dist", "index.cjs")]
        .map((file) => path.join(__dirname, file))
        .filter((file) => existsSync(file));
    if (found === undefined) {
        throw new Error(
            "The policy pack isn't built; in its checkout, run: npm run build -w policy-pack",
        );
    }
    return found;
}

/**
 * Puts an empty package in the place of one that nothing here calls. `@pulumi/pulumi` loads npm's dependency solver and its
 * Automation API, in a third of a second, in case a function is to be serialized or an engine to be run; a policy pack does
 * neither.
 */
function leaveOut(name) {
    try {
        const file = require.resolve(name, { paths: [require.resolve("@pulumi/pulumi")] });
        require.cache[file] = { exports: {} };
    } catch {
        // A version of the SDK that doesn't have it needs nothing left out.
    }
}
