import { expect } from "chai";

import { doInTurns } from "../../../access/commands/doInTurns";
import { progressLine } from "../../../access/commands/progress";

/** What is written while `show` is called at these times, in milliseconds. */
function written(stream: { isTTY?: boolean; columns?: number }, times: readonly number[]): string {
    let text = "";
    let time = 0;
    const line = progressLine({ ...stream, write: (more: string) => (text += more) }, () => time);
    for (const at of times) {
        time = at;
        line.show(`${at} of 99 done`);
    }
    line.end();
    return text;
}

const clear = "\r\u001b[2K";

describe("the line of progress", () => {
    it("is not shown for what takes less than 2 s", () => {
        expect(written({}, [0, 1999])).to.equal("");
        expect(written({ isTTY: true }, [0, 1999])).to.equal("");
    });

    it("is updated in place on a terminal, within its width, and removed at the end", () => {
        expect(written({ isTTY: true, columns: 21 }, [2000, 3500])).to.equal(
            `${clear}2000 of 99 done (2 s${clear}3500 of 99 done (3 s${clear}`,
        );
    });

    it("is a line every 10 s elsewhere", () => {
        expect(written({}, [2000, 3000, 11_999, 12_000, 13_000, 22_500])).to.equal(
            "2000 of 99 done (2 s)\n12000 of 99 done (12 s)\n22500 of 99 done (22 s)\n",
        );
    });

    it("leaves no listener behind", () => {
        const before = process.listenerCount("SIGINT");
        written({ isTTY: true }, [2000, 3500]);
        expect(process.listenerCount("SIGINT")).to.equal(before);
    });
});

describe("work in turns", () => {
    function* work(): Generator<number, string, undefined> {
        for (let piece = 1; piece <= 4; piece += 1) {
            const end = performance.now() + 60;
            while (performance.now() < end);
            yield piece;
        }
        return "done";
    }

    it("lets timers and signals in, shows what is done, and ends the line", async () => {
        const seen: string[] = [];
        const timer = setInterval(() => seen.push("timer"), 1);
        const line = { show: (text: string) => seen.push(text), end: () => seen.push("end") };
        const result = await doInTurns(work(), line, String);
        clearInterval(timer);
        expect(result).to.equal("done");
        expect(seen.filter((text) => text !== "timer")).to.deep.equal(["1", "2", "3", "4", "end"]);
        expect(seen.indexOf("timer")).to.be.within(1, 3);
    });

    it("ends the line after an error, too", async () => {
        let isEnded = false;
        const line = { show: () => undefined, end: () => void (isEnded = true) };
        const failing = (function* () {
            yield 1;
            throw new Error("broken");
        })();
        const error = await doInTurns(failing, line, String).catch((caught: unknown) => caught);
        expect(error).to.have.property("message", "broken");
        expect(isEnded).to.equal(true);
    });
});
