// Lets Node load TypeScript: types are stripped, not checked. What was stripped once is kept under the hash of its
// source, so it can't be stale, and a start needs no compiler at all; ts-node would load TypeScript itself at each.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/**
 * Has every `.ts` file that is required from now on compiled on the way.
 *
 * @param {string} cacheFolder where compiled files are kept; made if need be
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

/** As tsconfig.json has it. The source map is for `node --enable-source-maps`. */
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
        // Renamed when whole, since another start may be reading.
        const temporary = `${file}.${process.pid}`;
        fs.writeFileSync(temporary, text);
        fs.renameSync(temporary, file);
    } catch {
        // Where nothing may be written, it is compiled at every start.
    }
    return text;
}

module.exports = { loadTypeScript };
