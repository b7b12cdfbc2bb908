const fs = require("node:fs");
const { SourceMap } = require("node:module");
const path = require("node:path");

/**
 * Errors that end this process name places in the sources, in place of those in their bundle. The map is read when there is such
 * an error, and not before.
 *
 * @param {string} bundleFile the name that the bundle was compiled with, in the folder of package.json
 * @param {string} mapFile its source map; without it, places stay those in the bundle
 */
function mapErrors(bundleFile, mapFile) {
    let map;
    const sourceOf = (place, line, column) => {
        // A map counts from 0.
        const found = map.findEntry(Number(line) - 1, Number(column) - 1);
        const { originalSource = "node_modules/" } = found;
        // A library's own map may name files that aren't there, on which Node.js 20 hangs (see leaveOutLibraryFrames).
        if (/(^|\/)node_modules\//.test(originalSource)) return `${bundleFile}${place}`;
        const file = path.resolve(path.dirname(bundleFile), originalSource);
        return `${file}:${found.originalLine + 1}:${found.originalColumn + 1}`;
    };
    const mapError = (error) => {
        if (!(error instanceof Error) || !error.stack?.includes(bundleFile)) return;
        try {
            map ??= new SourceMap(JSON.parse(fs.readFileSync(mapFile, "utf8")));
        } catch {
            return;
        }
        const [before, ...places] = error.stack.split(bundleFile);
        const mapped = places.map((text) =>
            /^:\d+:\d+/.test(text)
                ? text.replace(/^:(\d+):(\d+)/, sourceOf)
                : `${bundleFile}${text}`,
        );
        error.stack = [before, ...mapped].join("");
    };
    // Before Pulumi's own listeners, which print it.
    for (const event of ["uncaughtException", "unhandledRejection"]) {
        process.prependListener(event, mapError);
    }
}

module.exports = { mapErrors };
