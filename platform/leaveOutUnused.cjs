/** What `@pulumi/pulumi` loads in case a function is to be serialized or an engine to be run, in half a second. */
const unused = [
    "@npmcli/arborist",
    "@pulumi/pulumi/automation",
    "@pulumi/pulumi/provider",
    "fdir",
    "normalize-package-data",
    "typescript",
];

/**
 * Leaves out what `@pulumi/pulumi` prepares and nothing here calls: puts an empty package in the place of each of those that is
 * not loaded yet, and ends the debugging session in which it watches every script.
 */
function leaveOutUnused() {
    for (const name of unused) {
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
