// An entry of this checkout as one file: its sources and whatever they import, but for the packages that stay outside. Kept by
// content, so that it is made once and never stale: each use compares every file that is in it, and the names in their folders,
// since a new file may take the place of another.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { keepFile } = require("./keepFile.cjs");

const checkout = path.join(__dirname, "..");
const cacheFolder = path.join(checkout, "node_modules", ".cache", "iam-profiles");
/** What decides, beside the sources, how they are bundled. */
const settings = ["package.json", "tsconfig.json", "platform/sourceBundle.cjs"];

/**
 * @param {{ name: string, entry: string, external: readonly string[] }} bundle `name` of the file that it is kept in, `entry`
 *     from the checkout, `external` packages that are loaded from `node_modules`
 * @returns {{ text: string, mapFile: string }} the text, and where the map to its sources is, if that could be kept
 * @throws esbuild's errors
 */
function sourceBundle(bundle) {
    const file = path.join(cacheFolder, `${bundle.name}.cjs`);
    const mapFile = `${file}.map`;
    const kept = read(file);
    if (kept !== undefined && isFresh(kept, bundle)) return { text: kept, mapFile };
    const { text, map, isWhole } = made(bundle);
    if (isWhole) {
        // The map first: a text without its own would show wrong places.
        keepFile(mapFile, map);
        keepFile(file, text);
    }
    return { text, mapFile };
}

function made({ entry, external }) {
    const { buildSync } = require("esbuild");
    const started = Date.now();
    const { outputFiles, metafile } = buildSync({
        absWorkingDir: checkout,
        entryPoints: [entry],
        outfile: "bundle.cjs",
        bundle: true,
        external,
        platform: "node",
        target: "node20",
        sourcemap: "external",
        sourcesContent: false,
        // Room for the first line, which says of what the bundle was made; it counts as a line of the map.
        banner: { js: "//" },
        metafile: true,
        write: false,
    });
    const output = (suffix) => outputFiles.find((file) => file.path.endsWith(suffix)).text;
    const files = Object.keys(metafile.inputs).sort();
    const folders = foldersOf(files);
    const state = { entry, external, files, folders, content: contentOf(files, folders) };
    return {
        text: output(".cjs").replace("//", () => `// ${JSON.stringify(state)}`),
        map: output(".map"),
        // What changed meanwhile may or may not be in it.
        isWhole: [...files, ...folders].every(
            (name) => fs.statSync(path.join(checkout, name)).mtimeMs < started,
        ),
    };
}

/** The folders of sources, and those above them, from the checkout's own. */
function foldersOf(files) {
    const folders = files
        .filter((file) => !file.startsWith("node_modules/"))
        .flatMap((file) =>
            file.split("/").map((_, depth, parts) => parts.slice(0, depth).join("/")),
        );
    return [...new Set(folders)].sort();
}

/** Whether nothing has changed since the bundle was made; its first line says of what. */
function isFresh(text, { entry, external }) {
    try {
        const state = JSON.parse(text.slice(3, text.indexOf("\n")));
        return (
            state.entry === entry &&
            String(state.external) === String(external) &&
            state.content === contentOf(state.files, state.folders)
        );
    } catch {
        // A file is gone, or the line isn't whole.
        return false;
    }
}

/** A hash of all files, of the names in their folders that an import could mean, and of what decides how they are bundled. */
function contentOf(files, folders) {
    const hash = createHash("sha256");
    const add = (part) => hash.update(`${part.length}\n`).update(part);
    add(require("esbuild/package.json").version);
    for (const folder of folders) {
        const names = fs.readdirSync(path.join(checkout, folder)).filter(isImportable).sort();
        add(`${folder}: ${names.join()}`);
        // It may say which file an import of its folder means.
        if (names.includes("package.json")) add(readFrom(folder, "package.json"));
    }
    for (const file of [...settings, ...files]) add(file).update(readFrom(file));
    return hash.digest("hex");
}

const isImportable = (name) => /^[^.]*$|\.(ts|mts|cts|tsx|js|mjs|cjs|json)$/.test(name);
const readFrom = (...names) => fs.readFileSync(path.join(checkout, ...names));

function read(file) {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

module.exports = { sourceBundle };
