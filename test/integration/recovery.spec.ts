import { rm } from "node:fs/promises";

import { expect } from "chai";

import { sandboxFolders } from "../../sandbox/folders";
import { localAwsStatus, stopLocalAws } from "../../sandbox/localAws";
import { readStackFiles, wasKilled } from "../../sandbox/stackFiles";
import { openSandbox } from "../../sandbox/up";
import { killedRun } from "./killedRun";

/** A run that is killed in the midst of creating, and the beginning of the next one; what follows is as in any run from empty. */
describe("a killed sandbox", () => {
    const name = `killed-${process.pid}`;
    const folders = sandboxFolders(name);
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("begins again with an empty local AWS, so that nothing is there twice", async () => {
        await killedRun("upOnce.ts", name);
        expect(await wasKilled(folders.backend)).to.equal(true);
        const before = await localAwsStatus(folders.localAws);

        const lines: string[] = [];
        const { endpoint } = await openSandbox(folders, (line) => void lines.push(line));
        expect(lines).to.include(
            "an earlier run was killed; starting again with an empty local AWS",
        );
        expect(before).to.have.property("endpoint").that.is.not.equal(endpoint);
        expect(await wasKilled(folders.backend)).to.equal(false);
        expect(await readStackFiles(folders.backend)).to.deep.equal([]);
    });
});
