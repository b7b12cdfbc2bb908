import { expect } from "chai";

import { isAlive, run, type RunOptions } from "../../platform/childProcess";

const node = (script: string, options?: RunOptions): Promise<string> =>
    run(process.execPath, ["-e", script], options);
const messageOf = (result: Promise<string>): Promise<string> =>
    result.catch((error: unknown) => (error as Error).message);

describe("run", () => {
    it("returns stdout and reports each line of both streams", async () => {
        const lines: string[] = [];
        const options = { onLine: (line: string) => lines.push(line) };
        const stdout = await node('console.log("a\\nb"); console.error("c")', options);
        expect(stdout).to.equal("a\nb");
        expect(lines.sort()).to.deep.equal(["a", "b", "c"]);
    });

    it("fails with the end of stderr, without a URL's password", async () => {
        const script = `console.log("out"); console.error("GET https://ann:hunter2@host/x: 403"); process.exitCode = 3`;
        const message = await messageOf(node(script));
        expect(message).to.match(/ended with 3\n {4}GET https:\/\/\*\*\*@host\/x: 403$/);
    });

    it("fails when the program is not there", async () => {
        expect(await messageOf(run("no-such-program-here", []))).to.contain(
            "was not found; install it, or add its folder to PATH",
        );
    });

    it("ends a program that takes too long", async () => {
        const message = await messageOf(node("setInterval(() => {}, 1000)", { timeoutMs: 100 }));
        expect(message).to.contain("took more than 100 ms");
    });

    it("ends the program when it is aborted", async () => {
        const aborting = new AbortController();
        const result = messageOf(
            node('console.log("up"); setInterval(() => {}, 1000)', {
                signal: aborting.signal,
                onLine: () => {
                    aborting.abort(new Error("stopped by the user"));
                },
            }),
        );
        expect(await result).to.equal("stopped by the user");
    });
});

describe("isAlive", () => {
    const cases: [number, boolean][] = [
        [process.pid, true],
        [2147483646, false],
        [0, false],
        [-1, false],
        [Number.NaN, false],
    ];
    for (const [pid, expected] of cases) {
        it(`process ${String(pid)}: ${String(expected)}`, () => {
            expect(isAlive(pid)).to.equal(expected);
        });
    }
});
