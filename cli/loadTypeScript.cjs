// Lets Node load TypeScript: types are stripped, not checked. The result is cached by the hash of the source, so it is never
// stale and most starts need no compiler; ts-node would load TypeScript at each start.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/**
 * Compiles every `.ts` file that is required from now on.
 *
 * @param {string} cacheFolder for compiled files; created if needed
 */
function loadTypeScript(cacheFolder) {
    const compiler = `@swc/core ${require("@swc/core/package.json").version}`;
    require.extensions[".ts"] = (module, filename) => {
        const source = fs.readFileSync(filename, "utf8");
        const key = createHash("sha256").update(JSON.stringify([compiler, filename, source]));
        const cached = path.join(cacheFolder, `${key.digest("hex")}.js`);
        module._compile(read(cached) ?? write(cached, compile(source, filename)), filename);
    };
}

/** With the options of tsconfig.json. The source map is for `node --enable-source-maps`. */
function compile(source, filename) {
    const { code } = require("@swc/core").transformSync(source, {
        filename,
        configFile: false,
        swcrc: false,
        module: { type: "commonjs" },
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        sourceMaps: "inline",
    });
    return code;
}

function read(file) {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

function write(file, text) {
    try {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        // Renamed when complete, since another process may be reading it.
        const temporary = `${file}.${process.pid}`;
        fs.writeFileSync(temporary, text);
        fs.renameSync(temporary, file);
    } catch {
        // If the folder is not writable, files are compiled at every start.
    }
    return text;
}

module.exports = { loadTypeScript };
