import { expect } from "chai";

import { showCount } from "../../cli/showCount";

describe("the count of work that takes long", () => {
    it("is shown after 2 s, and taken away, also if the work fails", async () => {
        let text = "";
        let time = 0;
        const stream = { isTTY: true, columns: 80, write: (more: string) => (text += more) };
        const work = (onDone: (done: number, of: number) => void): Promise<string> => {
            onDone(1, 3);
            time = 2500;
            onDone(2, 3);
            return text.includes("2 of 3")
                ? Promise.reject(new Error("broken"))
                : Promise.resolve("");
        };
        const error: unknown = await showCount("accounts read", work, stream, () => time).catch(
            (found: unknown) => found,
        );
        expect(error).to.have.property("message", "broken");
        expect(text).to.equal("\r\u001b[2K2 of 3 accounts read (2 s)\r\u001b[2K");
    });

    it("gives what the work gives, and shows nothing of what is short", async () => {
        let text = "";
        const stream = { write: (more: string) => (text += more) };
        const work = (onDone: (done: number, of: number) => void): Promise<number> => {
            onDone(1, 1);
            return Promise.resolve(7);
        };
        expect(await showCount("accounts read", work, stream)).to.equal(7);
        expect(text).to.equal("");
    });
});
