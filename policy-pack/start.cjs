// Starts the pack. Pulumi's runner would compile index.ts with type checks at every start, which takes seconds; esbuild
// strips the types in a tenth of one. `npm test` checks them.
const path = require("node:path");
const { buildSync } = require("esbuild");

const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, "index.ts")],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    write: false,
});
process.setSourceMapsEnabled(true);
module._compile(outputFiles[0].text, path.join(__dirname, "index.cjs"));
