#!/usr/bin/env node
const path = require("node:path");

const { loadTypeScript } = require("./loadTypeScript.cjs");

// Node's and its libraries' debug logs hold requests whole, secrets included.
if (process.env.NODE_DEBUG) {
    process.stderr.write(
        `NODE_DEBUG is "${process.env.NODE_DEBUG}"; with it Node would log secrets. Unset it.\n`,
    );
    process.exit(2);
}
delete process.env.DEBUG;
// Without a listener, Node opens its inspector on this signal, and with it the memory to every user of the machine.
if (process.platform !== "win32") process.on("SIGUSR1", () => undefined);
// It advises on releases that the lockfile decides.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// `@pulumi/pulumi` loads them, in a third of a second, in case a function is to be serialized; no command does.
leaveOut("@npmcli/arborist");
leaveOut("typescript");
loadTypeScript(path.join(__dirname, "..", "node_modules", ".cache", "iam-profiles"));
require("./main");

/** Puts an empty package in the place of one that nothing here calls. */
function leaveOut(name) {
    const file = require.resolve(name, { paths: [require.resolve("@pulumi/pulumi")] });
    require.cache[file] = { exports: {} };
}
