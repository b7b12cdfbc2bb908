// Starts the pack: in a checkout from its sources, bundled into one file when they have changed; elsewhere from the bundle
// beside this file. Pulumi's runner would compile the sources with type checks at every start, which takes seconds;
// `npm test` checks them.
const { existsSync } = require("node:fs");
const path = require("node:path");

// The engine reads what a pack writes. Without it each line fails, which Pulumi's handler of errors would write, for ever.
for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));

if (existsSync(path.join(__dirname, "..", "program.ts"))) {
    require("../platform/leaveOutUnused.cjs").leaveOutUnused();
    const { sourceBundle } = require("../platform/sourceBundle.cjs");
    const { bundle } = require("./bundle.cjs");
    module._compile(sourceBundle(bundle).text, path.join(__dirname, "index.cjs"));
} else {
    const folder = folderOfBundle();
    require(path.join(folder, "leaveOutUnused.cjs")).leaveOutUnused();
    require(path.join(folder, "index.cjs"));
}

/** What `npm run build` made, or that within a copy of the folder that holds it. */
function folderOfBundle() {
    const found = [__dirname, path.join(__dirname, "dist")].find((folder) =>
        existsSync(path.join(folder, "index.cjs")),
    );
    if (found === undefined) {
        throw new Error(
            "The policy pack isn't built; in its checkout, run: npm run build -w policy-pack",
        );
    }
    return found;
}
