import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { run } from "../../platform/childProcess";

const pack = path.join(checkout, "policy-pack");
const { external } = (
    createRequire(__filename)("../../policy-pack/bundle.cjs") as {
        readonly bundle: { readonly external: readonly string[] };
    }
).bundle;

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
});
