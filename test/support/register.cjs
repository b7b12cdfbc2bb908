// Lets a test run load TypeScript. What is compiled is kept by content, so that no worker compiles what another one, or a run before,
// has; errors name lines of the sources.
const { SourceMap } = require("node:module");
const path = require("node:path");

const { loadTypeScript } = require("../../platform/loadTypeScript.cjs");
const { leaveOutUnused } = require("../../platform/leaveOutUnused.cjs");

const cacheFolder = path.join(__dirname, "..", "..", "node_modules", ".cache", "iam-profiles");
const mapComment = "//# sourceMappingURL=data:application/json;base64,";

/** Code by the file that it was made of, and the source maps that were needed. */
const codes = new Map();
const maps = new Map();

function mapOf(file) {
    const code = codes.get(file);
    if (code === undefined || maps.has(file)) return maps.get(file);
    const encoded = code.slice(code.lastIndexOf(mapComment) + mapComment.length);
    const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()));
    maps.set(file, map);
    return map;
}

/** A line of a stack trace, with the place in the source. */
function frameText(frame) {
    const text = String(frame);
    const map = mapOf(frame.getFileName());
    if (map === undefined) return text;
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    // A map counts from 0.
    const { originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    if (originalLine === undefined) return text;
    return text.replace(`:${line}:${column}`, `:${originalLine + 1}:${originalColumn + 1}`);
}

Error.prepareStackTrace = (error, frames) => {
    // Pulumi's SDK takes the stack of each promise and resource, and nothing here reads it.
    if (error.name === "Error" && error.message === "") return "Error";
    return [String(error), ...frames.map((frame) => `    at ${frameText(frame)}`)].join("\n");
};
leaveOutUnused({ runsEngine: true });
loadTypeScript(cacheFolder, (file, code) => codes.set(file, code));
