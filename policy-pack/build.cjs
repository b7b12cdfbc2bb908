// Builds the pack into a folder of its own, which starts without the sources and can be published:
//   node build.cjs [FOLDER] [--without-project]
// FOLDER is `dist` beside this file by default. Pulumi.yaml, the stack files and teams/ go with it, since the pack takes what all
// stacks share, and what teams add, from there; with --without-project they don't, for a folder that lies beside them.
const fs = require("node:fs");
const path = require("node:path");

const { sourceBundle } = require("../platform/sourceBundle.cjs");
const { bundle } = require("./bundle.cjs");

const checkout = path.join(__dirname, "..");

/**
 * @param {string} folder is emptied first
 * @param {boolean} withProject whether Pulumi.yaml, the stack files and teams/ go with it
 * @throws what esbuild says
 */
function buildPack(folder, withProject) {
    const { text } = sourceBundle(bundle);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    for (const file of ["PulumiPolicy.yaml", "start.cjs", "../platform/leaveOutUnused.cjs"]) {
        fs.copyFileSync(path.join(__dirname, file), path.join(folder, path.basename(file)));
    }
    // Without its first line, which only the cache needs.
    fs.writeFileSync(path.join(folder, "index.cjs"), text.slice(text.indexOf("\n") + 1));
    fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifest(), null, 4)}\n`);
    if (!withProject) return;
    for (const file of fs
        .readdirSync(checkout)
        .filter((name) => /^Pulumi\..*yaml$|^Pulumi\.yaml$/.test(name))) {
        fs.copyFileSync(path.join(checkout, file), path.join(folder, file));
    }
    // What teams add lies beside Pulumi.yaml.
    const teams = path.join(checkout, "teams");
    if (fs.existsSync(teams)) fs.cpSync(teams, path.join(folder, "teams"), { recursive: true });
}

/** The pack's package, with exactly the packages that the bundle was tested with. */
function manifest() {
    const { name, version, license, main } = require("./package.json");
    const versionOf = (dependency) =>
        require(`${dependency}/package.json`).version.replace(/^v/, "");
    const dependencies = Object.fromEntries(bundle.external.map((item) => [item, versionOf(item)]));
    return { name, version, private: true, license, main, dependencies };
}

function main(args) {
    const [folder = path.join(__dirname, "dist")] = args.filter((arg) => !arg.startsWith("--"));
    try {
        buildPack(folder, !args.includes("--without-project"));
    } catch (error) {
        console.error(error.message);
        process.exitCode = 1;
    }
}

if (require.main === module) main(process.argv.slice(2));

module.exports = { buildPack };
