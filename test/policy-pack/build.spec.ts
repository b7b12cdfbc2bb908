import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { run } from "../../platform/childProcess";

const pack = path.join(checkout, "policy-pack");
const { external } = createRequire(__filename)("../../policy-pack/bundle.cjs") as {
    readonly external: readonly string[];
};

/** Starts a pack as the engine does; @returns its first line: the port that it serves on */
async function portOf(folder: string): Promise<string> {
    const runner = path.join(folder, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    const child = spawn(process.execPath, [runner, "127.0.0.1:0", folder], { cwd: folder });
    let errors = "";
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    try {
        for await (const line of createInterface({ input: child.stdout })) return line;
        throw new Error(errors);
    } finally {
        child.kill();
    }
}

describe("the built policy pack", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "built-pack-"));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const build = (to: string): Promise<string> =>
        run(process.execPath, [path.join(pack, "build.cjs"), to]);

    it("starts alone, with the packages that it declares", async () => {
        const alone = path.join(folder, "pack");
        await build(alone);
        const { dependencies } = JSON.parse(
            await readFile(path.join(alone, "package.json"), "utf8"),
        ) as { dependencies: Record<string, string> };
        expect(Object.keys(dependencies)).to.have.members([...external]);
        // Its own node_modules, with nothing of this checkout's but what it declares.
        await mkdir(path.join(alone, "node_modules", "@pulumi"), { recursive: true });
        for (const name of Object.keys(dependencies)) {
            const installed = path.join(checkout, "node_modules", name);
            await symlink(installed, path.join(alone, "node_modules", name));
        }
        expect(await portOf(alone)).to.match(/^\d+$/);
    });

    it("imports nothing that it doesn't declare", async () => {
        await build(folder);
        const text = await readFile(path.join(folder, "index.cjs"), "utf8");
        const imported = [...text.matchAll(/require\("((?:@[\w-]+\/)?[\w:-]+)(?:\/[^"]*)?"\)/g)];
        const packages = new Set(
            imported.map(([, name = ""]) => name).filter((name) => !isBuiltin(name)),
        );
        expect([...packages].sort()).to.deep.equal([...external].sort());
    });

    it("is made anew whenever a source, or the name of one, has changed", async () => {
        // A checkout with a source that names itself.
        const copy = path.join(folder, "checkout");
        await mkdir(path.join(copy, "policy-pack"), { recursive: true });
        for (const file of ["bundle.cjs", "build.cjs", "start.cjs", "package.json"]) {
            await cp(path.join(pack, file), path.join(copy, "policy-pack", file));
        }
        await cp(
            path.join(pack, "PulumiPolicy.yaml"),
            path.join(copy, "policy-pack/PulumiPolicy.yaml"),
        );
        await mkdir(path.join(copy, "node_modules"));
        for (const name of ["esbuild", "@esbuild", "@pulumi"]) {
            await symlink(
                path.join(checkout, "node_modules", name),
                path.join(copy, "node_modules", name),
            );
        }
        const write = (file: string, text: string): Promise<void> =>
            writeFile(path.join(copy, file), text);
        const built = async (): Promise<string> => {
            await run(process.execPath, [path.join(copy, "policy-pack", "build.cjs")]);
            return readFile(path.join(copy, "policy-pack", "dist", "index.cjs"), "utf8");
        };
        await write("package.json", "{}");
        await write("tsconfig.json", "{}");
        await write(
            "policy-pack/index.ts",
            'import { text } from "../part";\nconsole.log(text);\n',
        );
        await mkdir(path.join(copy, "part"));
        await write("part/index.ts", 'export const text = "the folder\'s";\n');
        expect(await built()).to.contain("the folder's");
        expect(await built()).to.contain("the folder's");

        await write("part/index.ts", 'export const text = "the folder\'s second";\n');
        expect(await built()).to.contain("the folder's second");

        // It takes the place of the folder, which is as it was.
        await write("part.ts", 'export const text = "the file\'s";\n');
        expect(await built()).to.contain("the file's");

        await rm(path.join(copy, "part.ts"));
        expect(await built()).to.contain("the folder's second");

        const cache = path.join(copy, "node_modules/.cache/iam-profiles/policy-pack.cjs");
        await writeFile(cache, "cut short");
        expect(await built()).to.contain("the folder's second");
    });
});
