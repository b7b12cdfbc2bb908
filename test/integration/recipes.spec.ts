import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import manifest from "../../package.json";
import { checkout } from "../../platform/checkout";
import { recipes } from "../docs/recipes";

/** What a new clone doesn't have; installed packages are linked. */
const notCopied = new Set([".git", ".sandbox", "node_modules", "coverage", "reports"]);

/** The commands of the documentation in a copy of the checkout, one after the other, as a user runs them there. */
describe("the recipes of the documentation", () => {
    let folder: string;
    /** What npx starts here; npx itself takes a second each time. */
    let bin: string;

    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "recipes-"));
        for (const name of await readdir(checkout)) {
            if (notCopied.has(name)) continue;
            await cp(path.join(checkout, name), path.join(folder, name), {
                recursive: true,
                // What checks on demand have installed.
                filter: (file) => path.basename(file) !== "node_modules",
            });
        }
        await linkPackages();
        bin = path.join(folder, manifest.bin["iam-profiles"]);
    });
    after(async () => {
        await run("npm run sandbox -- down");
        await rm(folder, { recursive: true, force: true });
    });

    for (const [command, recipe] of Object.entries(recipes)) {
        if (recipe.needs !== undefined) continue;
        const { run: written = command, exit = 0, prints = "", writes } = recipe;
        it(written, async () => {
            const { code, output } = await run(written);
            expect(code, output).to.equal(exit);
            for (const text of [prints].flat()) expect(output).to.include(text);
            if (writes !== undefined) {
                expect((await stat(path.join(folder, writes))).size).to.be.greaterThan(0);
            }
        });
    }

    /** Packages of this checkout are the copy's own; others are shared. */
    async function linkPackages(): Promise<void> {
        const from = path.join(checkout, "node_modules");
        const to = path.join(folder, "node_modules");
        await mkdir(to);
        for (const name of await readdir(from)) {
            const isOurs = name === ".bin" || name.startsWith("iam-profiles");
            const isVerbatim = isOurs ? { recursive: true, verbatimSymlinks: true } : undefined;
            if (isVerbatim) await cp(path.join(from, name), path.join(to, name), isVerbatim);
            else await symlink(path.join(from, name), path.join(to, name));
        }
    }

    function run(command: string): Promise<{ code: number | null; output: string }> {
        const child = spawn(command.replace(/\bnpx iam-profiles /, `node "${bin}" `), {
            cwd: folder,
            shell: true,
            stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (text: string) => (output += text));
        }
        return new Promise((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (code) => {
                resolve({ code, output });
            });
        });
    }
});
