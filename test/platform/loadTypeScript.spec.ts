import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

const loader = path.join(__dirname, "..", "..", "platform", "loadTypeScript.cjs");

describe("TypeScript on the way", function () {
    let folder: string;
    let source: string;
    let cache: string;
    beforeEach(async () => {
        folder = await mkdtemp(path.join(os.tmpdir(), "iam-profiles-load-"));
        source = path.join(folder, "program.ts");
        cache = path.join(folder, "cache", "deep");
    });
    afterEach(async () => {
        await rm(folder, { recursive: true });
    });

    /** Runs the source in a process of its own, and returns what it printed and whether a compiler was loaded. */
    function run(options: readonly string[] = []): {
        readonly stdout: string;
        readonly stderr: string;
    } {
        const script = `
            require(${JSON.stringify(loader)}).loadTypeScript(${JSON.stringify(cache)});
            require(${JSON.stringify(source)});
            const compiled = Object.keys(require.cache).some((file) => /swc.core.index/.test(file));
            console.log(compiled ? "compiled" : "cached");`;
        const { stdout, stderr } = spawnSync(process.execPath, [...options, "-e", script], {
            encoding: "utf8",
        });
        return { stdout, stderr };
    }

    it("compiles a file once, wherever it is, and what has changed, though its size and its time are the same", async () => {
        const time = new Date("2020-01-01");
        const write = async (text: string): Promise<void> => {
            await writeFile(source, `const text: string = '${text}'; console.log(text);`);
            await utimes(source, time, time);
        };
        await write("first");
        expect(run()).to.deep.equal({ stdout: "first\ncompiled\n", stderr: "" });
        expect(run()).to.deep.equal({ stdout: "first\ncached\n", stderr: "" });
        expect(await readdir(cache)).to.have.length(1);

        await mkdir(path.join(folder, "moved"));
        source = path.join(folder, "moved", "program.ts");
        await write("first");
        expect(run()).to.deep.equal({ stdout: "first\ncached\n", stderr: "" });

        await write("other");
        expect(run().stdout).to.equal("other\ncompiled\n");
    });

    it("shows an error's place in the source", async () => {
        await writeFile(source, "interface Gone {\n    a: 1;\n}\n\nthrow new Error('here');\n");
        run();
        expect(run(["--enable-source-maps"]).stderr).to.include(`${source}:5:`);
    });

    it("compiles at every start where nothing may be written", async () => {
        await writeFile(source, "const text: string = 'first'; console.log(text);");
        await writeFile(path.join(folder, "cache"), "a file, not a folder");
        await chmod(path.join(folder, "cache"), 0o400);
        expect(run()).to.deep.equal({ stdout: "first\ncompiled\n", stderr: "" });
        expect(run()).to.deep.equal({ stdout: "first\ncompiled\n", stderr: "" });
    });

    it("keeps nothing of a file that is no TypeScript", async () => {
        await writeFile(source, "const text: = ;");
        const { stdout, stderr } = run();
        expect(stdout).to.equal("");
        expect(stderr).to.contain("program.ts");
    });
});
