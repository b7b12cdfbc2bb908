// Starts the sandbox's command line, as cli/iam-profiles.cjs does its own: ts-node would compile every file at each start.
const path = require("node:path");

const { useCodeCache } = require("../platform/codeCache.cjs");
const { leaveOutUnused } = require("../platform/leaveOutUnused.cjs");
const { loadTypeScript } = require("../platform/loadTypeScript.cjs");

const [, , command = "up"] = process.argv;
// What runs no engine.
const isShort = ["status", "down"].includes(command);
leaveOutUnused({ runsEngine: !isShort });
const cacheFolder = path.join(__dirname, "..", "node_modules", ".cache", "iam-profiles");
useCodeCache(cacheFolder, `sandbox-${isShort ? command : "up"}`);
loadTypeScript(cacheFolder);
require("./cli.ts");
