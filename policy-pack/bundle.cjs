// The pack as one file: its sources and whatever they import, but for the packages that a pack gets from its own
// node_modules. Kept by content, so that it is made once and never stale: each use compares every file that is in it, and
// the names of all sources, since a new file may take the place of another.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const checkout = path.join(__dirname, "..");
const cache = path.join(checkout, "node_modules", ".cache", "iam-profiles", "policy-pack.cjs");
const external = ["@pulumi/policy", "@pulumi/pulumi"];
const notBundled = new Set(["bench", "docs", "node_modules", "sandbox", "test"]);

/**
 * @returns the bundle's text
 * @throws esbuild's errors
 */
async function bundled() {
    const kept = read(cache);
    if (kept !== undefined && isFresh(kept)) return kept;
    const text = await bundle();
    keep(text);
    return text;
}

async function bundle() {
    const { build, stop } = require("esbuild");
    const names = sourceNames();
    const { outputFiles, metafile } = await build({
        absWorkingDir: checkout,
        entryPoints: [path.join("policy-pack", "index.ts")],
        bundle: true,
        external,
        platform: "node",
        target: "node20",
        metafile: true,
        write: false,
    });
    await stop();
    const files = Object.keys(metafile.inputs).sort();
    return `// ${JSON.stringify({ names, files, content: contentOf(files) })}\n${outputFiles[0].text}`;
}

/** Whether nothing has changed since the bundle was made; its first line says of what. */
function isFresh(text) {
    try {
        const { names, files, content } = JSON.parse(text.slice(3, text.indexOf("\n")));
        return names === sourceNames() && content === contentOf(files);
    } catch {
        // A file is gone, or the line isn't whole.
        return false;
    }
}

const hashOf = (parts) => {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(`${part.length}\n`).update(part);
    return hash.digest("hex");
};

const contentOf = (files) =>
    hashOf(files.flatMap((file) => [file, fs.readFileSync(path.join(checkout, file))]));

/** A hash of the names of all files that an import could mean, and of what decides how they are bundled. */
function sourceNames() {
    const names = fs
        .readdirSync(checkout, { withFileTypes: true })
        .filter(({ name }) => !name.startsWith(".") && !notBundled.has(name))
        .flatMap((entry) =>
            entry.isDirectory()
                ? fs
                      .readdirSync(path.join(checkout, entry.name), { recursive: true })
                      .map((file) => path.join(entry.name, file))
                : [entry.name],
        )
        .filter(
            (file) =>
                /\.(ts|cjs|mjs|js|json)$/.test(file) &&
                !/(^|[\\/])(node_modules|dist)[\\/]/.test(file),
        );
    const settings = ["tsconfig.json", "package.json", "policy-pack/bundle.cjs"];
    return hashOf([...names.sort(), contentOf(settings), require("esbuild/package.json").version]);
}

function read(file) {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

/** Whole or not at all. A folder that can't be written to costs time, nothing else. */
function keep(text) {
    const temporary = `${cache}.${process.pid}`;
    try {
        fs.mkdirSync(path.dirname(cache), { recursive: true });
        fs.writeFileSync(temporary, text);
        fs.renameSync(temporary, cache);
    } catch {
        fs.rmSync(temporary, { force: true });
    }
}

module.exports = { bundled, external };
