// Keeps the code that V8 makes of what a process loads, for its next start, which then takes a tenth to a third less time. Node 22
// does so itself when asked; Node 20 only keeps one script's, with this interface.
// https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const { keepFile } = require("./keepFile.cjs");

/** Which part of the code must be new for the file to be written again. */
const news = 0.1;
/** Where a module's own code begins. Read from what is wrapped: Node 22 keeps no code once `Module.wrapper` was looked at. */
const ownStart = Module.wrap("//").indexOf("//");

/**
 * Uses, from now on, the code that earlier processes of this kind have kept, and keeps what is new when this one exits; one that
 * a signal ends keeps nothing.
 *
 * @param {string} folder for the code; made if needed. Without the right to write there, a start takes longer, nothing else.
 * @param {string} name of this kind of process, by which its code is kept, e.g. `policy-pack`
 */
function useCodeCache(folder, name) {
    // Code from a cache has no map to its sources, and counts nothing for coverage.
    if (process.sourceMapsEnabled || process.env.NODE_V8_COVERAGE) return;
    if (Module.enableCompileCache === undefined) {
        keepCode(path.join(folder, `${name}.code`));
    } else {
        Module.enableCompileCache(folder);
    }
}

function keepCode(file) {
    const kept = read(file);
    /** By the hash of file name and source: code is never stale, and the stack of an error never names another file. */
    const used = new Map();
    let made = 0;
    let reused = 0;
    const compile = Module.prototype._compile;
    Module.prototype._compile = function (source, filename, format) {
        const script = format === "module" ? undefined : scriptOf(source, filename);
        return script === undefined
            ? compile.call(this, source, filename, format)
            : execute(this, script, filename);
    };

    /** Undefined for what only Node itself can run: modules, what is wrong, and what may import modules, which kept code can't. */
    function scriptOf(source, filename) {
        if (/\bimport\s*\(/.test(source)) return undefined;
        const key = hashOf(`${filename}\n${source}`);
        const cachedData = kept.get(key);
        try {
            const script = new vm.Script(Module.wrap(source.replace(/^#!/, "//")), {
                filename,
                columnOffset: -ownStart,
                cachedData,
            });
            const isReused = cachedData !== undefined && !script.cachedDataRejected;
            if (isReused) reused += source.length;
            else made += source.length;
            used.set(key, isReused ? () => cachedData : () => script.createCachedData());
            return script;
        } catch {
            return undefined;
        }
    }

    process.once("exit", () => {
        if (made <= news * (made + reused)) return;
        write(file, new Map([...used].map(([key, codeOf]) => [key, codeOf()])));
    });
}

/** Runs a module's script as Node does. */
function execute(module, script, filename) {
    const require = (id) => module.require(id);
    require.resolve = (request, options) =>
        Module._resolveFilename(request, module, false, options);
    require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
    require.main = process.mainModule;
    require.extensions = Module._extensions;
    require.cache = Module._cache;
    const { exports } = module;
    const parts = [exports, require, module, filename, path.dirname(filename)];
    return Reflect.apply(script.runInThisContext(), exports, parts);
}

/** A line of JSON - the hash of what follows, and each code's key and length - and then the codes. V8 checks little of them. */
function read(file) {
    const codes = new Map();
    try {
        const bytes = fs.readFileSync(file);
        const end = bytes.indexOf("\n");
        const { hash, lengths } = JSON.parse(bytes.toString("utf8", 0, end));
        if (hash !== hashOf(bytes.subarray(end + 1))) return codes;
        let start = end + 1;
        for (const [key, length] of lengths) {
            codes.set(key, bytes.subarray(start, start + length));
            start += length;
        }
    } catch {
        // There is none, or it isn't whole.
    }
    return codes;
}

function write(file, codes) {
    const body = Buffer.concat([...codes.values()]);
    const lengths = [...codes].map(([key, code]) => [key, code.length]);
    const head = `${JSON.stringify({ hash: hashOf(body), lengths })}\n`;
    keepFile(file, Buffer.concat([Buffer.from(head), body]));
}

const hashOf = (content) => createHash("sha256").update(content).digest("base64");

module.exports = { useCodeCache };
