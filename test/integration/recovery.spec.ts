import { rm } from "node:fs/promises";

import { expect } from "chai";

import { sandboxFolders } from "../../sandbox/folders";
import { stopLocalAws } from "../../sandbox/localAws";
import { differences } from "../../sandbox/matrix";
import { wasKilled } from "../../sandbox/stackFiles";
import { openSandbox, up } from "../../sandbox/up";
import { killedRun } from "./killedRun";

/** A run that is killed in the midst of creating, and the next one. */
describe("a killed sandbox", () => {
    const name = `killed-${process.pid}`;
    const folders = sandboxFolders(name);
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("is whole again after the next run", async () => {
        await killedRun("upOnce.ts", name);
        expect(await wasKilled(folders.backend)).to.equal(true);

        const lines: string[] = [];
        const progress = (line: string): void => void lines.push(line);
        const { matrix } = await up(await openSandbox(folders, progress), progress);
        expect(lines).to.include(
            "an earlier run was killed; starting again with an empty local AWS",
        );
        expect(matrix).to.have.length(36);
        expect(differences(matrix)).to.deep.equal([]);
        expect(await wasKilled(folders.backend)).to.equal(false);
    });
});
