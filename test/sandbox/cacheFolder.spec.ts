import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { cacheFolder, installOnce } from "../../sandbox/cacheFolder";

describe("cacheFolder", () => {
    const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string, string][] = [
        ["linux", {}, "/home/ann", "/home/ann/.cache/iam-profiles"],
        ["linux", { XDG_CACHE_HOME: "/var/x" }, "/home/ann", "/var/x/iam-profiles"],
        ["linux", { XDG_CACHE_HOME: "x" }, "/home/ann", "/home/ann/.cache/iam-profiles"],
        ["linux", { XDG_CACHE_HOME: "" }, "/home/ann", "/home/ann/.cache/iam-profiles"],
        ["darwin", {}, "/Users/ann", "/Users/ann/Library/Caches/iam-profiles"],
        ["win32", { LOCALAPPDATA: "D:\\L" }, "C:\\Users\\ann", "D:\\L\\iam-profiles"],
        ["win32", {}, "C:\\Users\\ann", "C:\\Users\\ann\\AppData\\Local\\iam-profiles"],
    ];
    for (const [platform, env, home, expected] of cases) {
        it(`${platform} ${JSON.stringify(env)} is ${expected}`, () => {
            expect(cacheFolder(platform, env, home)).to.equal(expected);
        });
    }
});

describe("installOnce", () => {
    let root: string;
    beforeEach(async () => {
        root = path.join(await fs.mkdtemp(path.join(os.tmpdir(), "cacheFolder-")), "cache");
    });
    afterEach(async () => {
        await fs.rm(path.dirname(root), { recursive: true, force: true });
    });
    const write = (text: string) => (folder: string) =>
        fs.writeFile(path.join(folder, "content"), text);

    it("installs once and gives the same folder afterwards", async () => {
        const first = await installOnce("engine-1", write("first"), root);
        const again = (): Promise<void> => Promise.reject(new Error("installed again"));
        const second = await installOnce("engine-1", again, root);
        expect(first).to.equal(path.join(root, "engine-1"));
        expect(second).to.equal(first);
        expect(await fs.readFile(path.join(first, "content"), "utf8")).to.equal("first");
        expect(await fs.readdir(root)).to.deep.equal(["engine-1"]);
    });

    it("leaves nothing when the install fails, and the next one starts anew", async () => {
        const failed = await installOnce(
            "engine-1",
            async (folder) => {
                await write("half")(folder);
                throw new Error("no network");
            },
            root,
        ).catch((error: unknown) => (error as Error).message);
        expect(failed).to.equal("no network");
        expect(await fs.readdir(root)).to.deep.equal([]);
        await installOnce("engine-1", write("whole"), root);
        expect(await fs.readdir(root)).to.deep.equal(["engine-1"]);
    });

    it("lets one of two concurrent installs win, for both", async () => {
        const both = await Promise.all([
            installOnce("engine-1", write("a"), root),
            installOnce("engine-1", write("b"), root),
        ]);
        expect(new Set(both)).to.deep.equal(new Set([path.join(root, "engine-1")]));
        expect(await fs.readdir(root)).to.deep.equal(["engine-1"]);
        expect(await fs.readdir(path.join(root, "engine-1"))).to.deep.equal(["content"]);
    });

    it("removes what a dead process left, not what a live or a distant one is writing", async () => {
        const here = `engine-1.tmp-${os.hostname()}-`;
        const dead = `${here}2147483646-abc`;
        const live = `${here}${String(process.pid)}-abc`;
        const distant = "engine-1.tmp-another-host-2147483646-abc";
        for (const name of [dead, live, distant]) {
            await fs.mkdir(path.join(root, name), { recursive: true });
        }
        await installOnce("engine-1", write("x"), root);
        expect((await fs.readdir(root)).sort()).to.deep.equal(["engine-1", distant, live].sort());
    });
});
