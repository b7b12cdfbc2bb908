import { setTimeout } from "node:timers/promises";

import { expect } from "chai";

import { startTimeLimit } from "../../../access/commands/timeLimit";

describe("a time limit", () => {
    it("ends the process where the documents are read too slowly", async () => {
        const said: unknown[] = [];
        const limit = startTimeLimit(
            0.02,
            (line) => said.push(line),
            (code) => said.push(code),
        );
        expect(limit.isUp()).to.equal(false);
        await limit.whileReading(() => setTimeout(60));
        expect(said).to.deep.equal([
            "time limit reached (0.02 s) while the documents were read; nothing was evaluated",
            2,
        ]);
        expect(limit.isUp()).to.equal(true);
    });

    it("lets the process go on where they are read in time, or can't be", async () => {
        const said: unknown[] = [];
        const limit = startTimeLimit(
            0.05,
            (line) => said.push(line),
            (code) => said.push(code),
        );
        expect(await limit.whileReading(() => Promise.resolve(7))).to.equal(7);
        const failed = limit.whileReading(() => Promise.reject(new Error("no such file")));
        expect(await failed.catch((error: unknown) => error)).to.have.property(
            "message",
            "no such file",
        );
        await setTimeout(80);
        expect(said).to.deep.equal([]);
    });
});
