#!/usr/bin/env node
const path = require("node:path");

const { useCodeCache } = require("../platform/codeCache.cjs");
const { leaveOutUnused } = require("../platform/leaveOutUnused.cjs");
const { loadTypeScript } = require("../platform/loadTypeScript.cjs");
const { optimizeLater } = require("../platform/optimizeLater.cjs");

// Debug logs of Node and its libraries contain whole requests, including secrets.
if (process.env.NODE_DEBUG) {
    process.stderr.write(
        `NODE_DEBUG is "${process.env.NODE_DEBUG}"; Node would log secrets. Unset it.\n`,
    );
    process.exit(2);
}
delete process.env.DEBUG;
// Without a listener, Node opens its inspector on this signal, and with it the memory to every user of the machine.
if (process.platform !== "win32") process.on("SIGUSR1", () => undefined);
// Silences the SDK's Node version warning; versions are pinned by the lockfile.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// What never runs an engine itself, or only on a sandbox's stacks: elsewhere it starts the Pulumi CLI.
const reads = [
    "access",
    "explain",
    "diff",
    "probe",
    "needs",
    "accounts",
    "status",
    "credentials",
    "aws-config",
];
const prints = [
    "glossary",
    "completion",
    "complete",
    "help",
    "--help",
    "-h",
    "--version",
    undefined,
];
const operates = ["drift", "identity", "person", "role", "account", "platform"];
const [, , command] = process.argv;
const runsEngine = operates.includes(command)
    ? process.argv.includes("--sandbox") && (command !== "drift" || process.argv.includes("--fix"))
    : ![...reads, ...prints].includes(command);
leaveOutUnused({ runsEngine });
optimizeLater();
const cacheFolder = path.join(__dirname, "..", "node_modules", ".cache", "iam-profiles");
// Commands load different code, and those of a group do too.
const words = process.argv.slice(2, [...operates, "credentials"].includes(command) ? 4 : 3);
const name = words.filter((word) => /^[a-z][a-z-]*$/.test(word)).join("-");
useCodeCache(cacheFolder, `iam-profiles-${name}`);
loadTypeScript(cacheFolder);
const { main, exitWith2OnCrash } = require("./main");
exitWith2OnCrash();
void main(process.argv.slice(2));
