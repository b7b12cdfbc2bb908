#!/usr/bin/env node
// Node's and its libraries' debug logs hold requests whole, secrets included.
if (process.env.NODE_DEBUG) {
    process.stderr.write(
        `NODE_DEBUG is "${process.env.NODE_DEBUG}"; with it Node would log secrets. Unset it.\n`,
    );
    process.exit(2);
}
delete process.env.DEBUG;
// It advises on releases that the lockfile decides.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// The types are stripped, not checked, whatever folder this is run from.
require("ts-node").register({ cwd: __dirname, transpileOnly: true });
require("./main");
