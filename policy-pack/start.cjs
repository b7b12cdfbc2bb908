// Starts the pack. Pulumi's runner would compile index.ts with type checks at every start, which takes seconds; esbuild
// strips the types in a tenth of one. `npm test` checks them.
const path = require("node:path");
const { build, stop } = require("esbuild");

// Pulumi's runner awaits it.
module.exports = start();

async function start() {
    const bundling = build({
        entryPoints: [path.join(__dirname, "index.ts")],
        bundle: true,
        packages: "external",
        platform: "node",
        target: "node20",
        sourcemap: "inline",
        write: false,
    });
    leaveOut("@npmcli/arborist");
    // esbuild is a process of its own: what the pack imports is loaded meanwhile.
    require("@pulumi/policy");
    const { outputFiles } = await bundling;
    await stop();
    process.setSourceMapsEnabled(true);
    module._compile(outputFiles[0].text, path.join(__dirname, "index.cjs"));
}

/**
 * Puts an empty package in the place of one that nothing here calls. `@pulumi/pulumi` loads npm's dependency solver, in a
 * fifth of a second, in case a function is to be serialized; a policy pack serializes none.
 */
function leaveOut(name) {
    const file = require.resolve(name, { paths: [require.resolve("@pulumi/pulumi")] });
    require.cache[file] = { exports: {} };
}
