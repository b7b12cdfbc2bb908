/** What `@pulumi/pulumi` loads in case a function is to be serialized, in 0.4 s. */
const serializer = [
    "@npmcli/arborist",
    "@pulumi/pulumi/typescript-shim",
    "fdir",
    "normalize-package-data",
];
/** What it loads in case an engine is to be run. */
const engine = ["@pulumi/pulumi/automation", "@pulumi/pulumi/provider"];

/**
 * Leaves out what `@pulumi/pulumi` prepares and nothing here calls: puts an empty package in the place of each of those that is
 * not loaded yet, and ends the debugging session in which it watches every script.
 *
 * @param {{ runsEngine?: boolean }} options whether this process runs an engine. Default: it doesn't
 */
function leaveOutUnused({ runsEngine = false } = {}) {
    for (const name of runsEngine ? serializer : [...serializer, ...engine]) {
        const file = fileOf(name);
        if (file !== undefined) require.cache[file] ??= { exports: {} };
    }
    const hooks = require.cache[fileOf("@pulumi/pulumi/runtime/closure/v8Hooks")];
    void hooks?.exports.getSessionAsync?.().then((session) => session.post("Debugger.disable"));
}

/** Where a package that the SDK loads is; a version of the SDK that doesn't have it needs nothing left out. */
function fileOf(name) {
    try {
        return require.resolve(name, { paths: [require.resolve("@pulumi/pulumi")] });
    } catch {
        return undefined;
    }
}

module.exports = { leaveOutUnused };
