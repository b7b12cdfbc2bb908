// Lets Node load TypeScript: types are stripped, not checked. The result is cached by the hash of the source, so it is never
// stale, wherever the checkout is, and most starts need no compiler; ts-node would load TypeScript at each start.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { keepFile } = require("./keepFile.cjs");

/**
 * Compiles every `.ts` file that is required from now on.
 *
 * @param {string} cacheFolder for compiled files; created if needed
 * @param {(filename: string, code: string) => void} onLoad called with each file, and the code made of it
 */
function loadTypeScript(cacheFolder, onLoad = () => undefined) {
    const compiler = `@swc/core ${require("@swc/core/package.json").version}`;
    require.extensions[".ts"] = (module, filename) => {
        const source = fs.readFileSync(filename, "utf8");
        const name = path.basename(filename);
        const key = createHash("sha256").update(JSON.stringify([compiler, name, source]));
        const cached = path.join(cacheFolder, `${key.digest("hex")}.js`);
        const code = read(cached) ?? compiled(source, name, cached);
        onLoad(filename, code);
        module._compile(code, filename);
    };
}

function compiled(source, name, cached) {
    const code = compile(source, name);
    keepFile(cached, code);
    return code;
}

/** With the options of tsconfig.json. The source map is for `node --enable-source-maps`; it names the source as beside the file. */
function compile(source, name) {
    const { code } = require("@swc/core").transformSync(source, {
        filename: name,
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

module.exports = { loadTypeScript };
