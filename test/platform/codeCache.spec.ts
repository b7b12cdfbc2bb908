import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

const codeCache = require.resolve("../../platform/codeCache.cjs");

/** A program that shows what a module sees of Node, and one that none may be put in the place of. */
const files: Readonly<Record<string, string>> = {
    "main.cjs": `#!/usr/bin/env node
const path = require("node:path");
const { imported } = require("./imports.cjs");
const { names, where } = require("./used.cjs");
console.log(names(), require.main === module, module.children.length, typeof require.extensions);
console.log(this === module.exports, path.basename(__filename), path.basename(__dirname) !== "");
console.log(path.basename(require.resolve("./used.cjs")), require.resolve.paths("x").length > 0);
console.log(Object.keys(require.cache).map((file) => path.basename(file)).join());
console.log(where());
console.log(require("./data.json").value, require("./esm.mjs").value, require("./untold").value);
try { require("./wrong.cjs"); } catch (error) { console.log(error.name, error.message); }
imported.then(({ value }) => console.log("imported", value));
`,
    // Not a module that is required: Node 24 refuses both at a time.
    "imports.cjs": `exports.imported = import ("./imported.mjs");`,
    "imported.mjs": `export const value = "of a module";`,
    "used.cjs": `exports.where = () => new Error("here").stack.split("\\n")[1].replace(/\\(.*[\\\\/]/, "(").trim(); const { basename } = require("node:path");
exports.names = () => [module.id, module.filename].map((name) => basename(name)).join();
`,
    "data.json": `{ "value": "of JSON" }`,
    "esm.mjs": `export const value = "of a module";`,
    "untold.js": `export const value = "of a module that its name doesn't tell";`,
    "wrong.cjs": `const = 1;`,
};

describe("the code cache", function () {
    let folder = "";
    let expected = "";
    const cached = (): string => path.join(folder, "cache", "test.code");
    const run = (env: NodeJS.ProcessEnv = {}): string => {
        const use = path.join(folder, "use.cjs");
        // Where coverage is measured, nothing is written.
        const own = { ...process.env, NODE_V8_COVERAGE: undefined };
        const { stdout, stderr } = spawnSync(
            process.execPath,
            ["--no-warnings", "-r", use, "main.cjs"],
            { cwd: folder, encoding: "utf8", env: { ...own, ...env } },
        );
        return stdout + stderr;
    };
    /** When it was written, and its content. */
    const state = (): readonly [number, string] => [
        fs.statSync(cached()).ino,
        fs.readFileSync(cached(), "base64"),
    ];

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(tmpdir(), "code-cache-"));
        for (const [name, text] of Object.entries(files)) {
            fs.writeFileSync(path.join(folder, name), text);
        }
        fs.writeFileSync(path.join(folder, "use.cjs"), `require(${JSON.stringify(codeCache)});`);
        if (expected === "") expected = run();
        expect(expected).to.include("imported of a module");
        fs.writeFileSync(
            path.join(folder, "use.cjs"),
            `require(${JSON.stringify(codeCache)}).useCodeCache(__dirname + "/cache", "test");`,
        );
    });
    afterEach(() => {
        fs.rmSync(folder, { recursive: true });
    });

    it("changes nothing that a program sees, the first time and later", () => {
        expect([run(), run(), run()]).to.deep.equal([expected, expected, expected]);
    });

    if (process.versions.node.startsWith("20.")) {
        it("is written once, and again when the code is another", () => {
            run();
            const first = state();
            run();
            expect(state()).to.deep.equal(first);
            fs.appendFileSync(path.join(folder, "main.cjs"), `console.log("more");`);
            expect(run()).to.include("more");
            expect(state()).not.to.deep.equal(first);
        });

        it("isn't used for the same code at another place, so that errors name theirs", () => {
            const inFolder = (text: string): string => text.replaceAll(folder, "FOLDER");
            fs.writeFileSync(path.join(folder, "main.cjs"), "console.log(new Error().stack);");
            const [first, second] = [run(), run()];
            expect(first).to.include(`${folder}${path.sep}main.cjs:1:13`);
            expect(second).to.equal(first);
            fs.renameSync(folder, `${folder}-2`);
            const before = inFolder(first);
            folder = `${folder}-2`;
            expect(inFolder(run())).to.equal(before);
        });

        for (const [damage, harm] of Object.entries<(bytes: Buffer) => Buffer>({
            "is cut off": (bytes) => bytes.subarray(0, bytes.length / 2),
            "has another bit": (bytes) => {
                const at = bytes.length - 100;
                bytes[at] = (bytes[at] ?? 0) ^ 1;
                return bytes;
            },
            "is empty": () => Buffer.alloc(0),
            "is something else": () => Buffer.from("{}\nsomething else"),
        })) {
            it(`is made again when it ${damage}`, () => {
                run();
                const [, whole] = state();
                fs.writeFileSync(cached(), harm(fs.readFileSync(cached())));
                expect(run()).to.equal(expected);
                expect(state()[1].length).to.be.closeTo(whole.length, whole.length / 10);
            });
        }

        it("does without where it can't be written", () => {
            fs.writeFileSync(path.join(folder, "cache"), "a file");
            expect([run(), run()]).to.deep.equal([expected, expected]);
        });

        for (const env of [
            { NODE_V8_COVERAGE: "coverage" },
            { NODE_OPTIONS: "--enable-source-maps" },
        ]) {
            it(`isn't used with ${Object.keys(env).join("")}`, () => {
                run(env);
                expect(fs.existsSync(cached())).to.equal(false);
            });
        }
    }
});
