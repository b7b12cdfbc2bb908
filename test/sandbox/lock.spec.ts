import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { withLock } from "../../sandbox/lock";

describe("withLock", () => {
    let folder: string;
    const file = (): string => path.join(folder, "below", "x.lock");
    beforeEach(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "lock-"));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it("lets one in at a time, and the next when it is done", async () => {
        const second = await withLock(file(), async () => {
            expect(await readFile(file(), "utf8")).to.equal(String(process.pid));
            return withLock(file(), () => Promise.resolve("in")).catch((error: unknown) => error);
        });
        expect((second as Error).message).to.equal(
            `The sandbox is in use by process ${process.pid}; wait for it, or stop it and try again.`,
        );
        expect(await withLock(file(), () => Promise.resolve("in"))).to.equal("in");
    });

    it("is let go when the action fails", async () => {
        await withLock(file(), () => Promise.reject(new Error("x"))).catch(() => undefined);
        expect(await withLock(file(), () => Promise.resolve("in"))).to.equal("in");
    });

    for (const [name, content] of [
        ["whose owner is gone", "999999999"],
        ["that is empty", ""],
        ["that is no process id", "x"],
    ] as const) {
        it(`takes over a lock ${name}`, async () => {
            await withLock(file(), () => Promise.resolve());
            await writeFile(file(), content);
            expect(await withLock(file(), () => Promise.resolve("in"))).to.equal("in");
        });
    }
});
