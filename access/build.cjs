// Compiles the package into dist/, for `npm pack`: JavaScript, types, and what the HTML page is made of.
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const dist = path.join(__dirname, "dist");
fs.rmSync(dist, { recursive: true, force: true });
execFileSync(
    process.execPath,
    [
        path.join(path.dirname(require.resolve("typescript-7/package.json")), "bin", "tsc"),
        "--project",
        path.join(__dirname, "tsconfig.build.json"),
        "--singleThreaded",
    ],
    // It needs some 300 MB and ends soon: to collect garbage meanwhile takes as long as a third of the rest.
    { stdio: "inherit", env: { ...process.env, GOGC: "off" } },
);
// Data and the page's own files, which no compiler copies.
for (const name of fs.readdirSync(__dirname, { recursive: true })) {
    if (/^(dist|node_modules)\b/.test(name) || !/\.(css|mjs|txt)$/.test(name)) continue;
    fs.mkdirSync(path.dirname(path.join(dist, name)), { recursive: true });
    fs.copyFileSync(path.join(__dirname, name), path.join(dist, name));
}
fs.copyFileSync(path.join(__dirname, "..", "LICENSE"), path.join(__dirname, "LICENSE"));
