import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { runInNewContext } from "node:vm";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";

interface Bundler {
    readonly sourceBundle: (of: typeof bundle) => { readonly text: string };
}

const bundle = { name: "it", entry: "entry.ts", external: ["outside"] };

/** A checkout of its own, whose start bundles an entry as the project's does. */
describe("an entry as one file", () => {
    let copy: string;
    let sourceBundle: Bundler["sourceBundle"];
    const write = (file: string, text: string): Promise<void> =>
        writeFile(path.join(copy, file), text);

    before(async () => {
        copy = await mkdtemp(path.join(tmpdir(), "source-bundle-"));
        await mkdir(path.join(copy, "platform"));
        for (const file of ["sourceBundle.cjs", "mapErrors.cjs", "keepFile.cjs"]) {
            await cp(path.join(checkout, "platform", file), path.join(copy, "platform", file));
        }
        await mkdir(path.join(copy, "node_modules"));
        for (const name of ["esbuild", "@esbuild"]) {
            await symlink(
                path.join(checkout, "node_modules", name),
                path.join(copy, "node_modules", name),
            );
        }
        await write("package.json", "{}");
        await write("tsconfig.json", "{}");
        await write(
            "start.cjs",
            `const { mapErrors } = require("./platform/mapErrors.cjs");
            const { sourceBundle } = require("./platform/sourceBundle.cjs");
            const { text, mapFile } = sourceBundle(${JSON.stringify(bundle)});
            const file = __dirname + "/bundle.cjs";
            mapErrors(file, mapFile);
            // As Pulumi's own does.
            process.on("unhandledRejection", (error) => {
                console.error(error.stack);
                process.exit(1);
            });
            module._compile(text, file);`,
        );
        await mkdir(path.join(copy, "part"));
        const module = path.join(copy, "platform", "sourceBundle.cjs");
        ({ sourceBundle } = (await import(module)) as Pick<Bundler, "sourceBundle">);
    });
    after(() => rm(copy, { recursive: true, force: true }));

    /** What the bundle prints. What the start of a process adds to that is the last test's. */
    const printed = (): string => {
        const lines: string[] = [];
        const console = { log: (line: string) => lines.push(line) };
        runInNewContext(sourceBundle(bundle).text, { console, module: {} });
        return lines.join("\n");
    };

    it("is made anew whenever a source, or what an import means, has changed", async () => {
        const prints = (text: string): void => {
            expect(printed()).to.equal(text);
        };
        await write("entry.ts", 'import { text } from "./part";\nconsole.log(text);\n');
        await write("part/index.ts", 'export const text: string = "the folder";\n');
        prints("the folder");
        prints("the folder");

        await write("part/index.ts", 'export const text: string = "the folder, again";\n');
        prints("the folder, again");

        // It takes the place of the folder, which is as it was.
        await write("part.ts", 'export const text = "the file";\n');
        prints("the file");

        await rm(path.join(copy, "part.ts"));
        prints("the folder, again");

        await write("part/other.ts", 'export const text = "another file";\n');
        await write("part/package.json", '{ "main": "other.ts" }');
        prints("another file");
        await write("part/package.json", '{ "main": "index.ts" }');
        prints("the folder, again");

        const kept = path.join(copy, "node_modules/.cache/iam-profiles/it.cjs");
        await writeFile(kept, "cut short");
        prints("the folder, again");

        await write("package.json", '{ "version": "2.0.0" }');
        prints("the folder, again");
    });

    it("is taken from where it is kept while nothing has changed", async () => {
        await write("entry.ts", 'console.log("made");\n');
        expect(printed()).to.equal("made");
        const kept = path.join(copy, "node_modules/.cache/iam-profiles/it.cjs");
        const text = await readFile(kept, "utf8");
        await writeFile(kept, text.replace('"made"', '"kept"'));
        expect(printed()).to.equal("kept");
        await write("entry.ts", 'console.log("made again");\n');
        expect(printed()).to.equal("made again");
    });

    it("shows places of errors in the sources", async () => {
        const library = path.join(copy, "node_modules", "library");
        await mkdir(library);
        await writeFile(
            path.join(library, "index.js"),
            "exports.call = (callback) => callback();\n",
        );
        await write(
            "fail.ts",
            'export const fail = (): void => {\n    throw new Error("it is wrong");\n};\n',
        );
        await write(
            "entry.ts",
            'import { call } from "library";\nimport { fail } from "./fail";\n\n' +
                "const later = async (): Promise<void> => call(fail);\nvoid later();\n",
        );
        const { stderr } = spawnSync(process.execPath, [path.join(copy, "start.cjs")], {
            encoding: "utf8",
        });
        const [message, ...frames] = stderr.split("\n");
        expect(message).to.equal("Error: it is wrong");
        const at = (file: string): string => ` (${path.join(copy, file)}:`;
        expect(frames[0]).to.contain(`${at("fail.ts")}2:`);
        // A library's own map may be of no use.
        expect(frames[1]).to.contain(at("bundle.cjs"));
        expect(frames[2]).to.contain(`${at("entry.ts")}4:`);
    });
});
