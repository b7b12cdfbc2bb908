import { expect } from "chai";
import * as fc from "fast-check";

import { runTasks } from "../../../operations/stacks/schedule";
import type { Ending } from "../../../operations/stacks/schedule";
import { seed } from "../../support/seed";

const tasks = [
    { stack: "state", after: [] },
    { stack: "nonprod", after: ["state"] },
    { stack: "prod", after: ["state"] },
];

const statuses = (endings: ReadonlyMap<string, Ending<unknown>>): Record<string, string> =>
    Object.fromEntries([...endings].map(([stack, { status }]) => [stack, status]));

const failing =
    (...names: string[]) =>
    (stack: string): Promise<string> =>
        names.includes(stack) ? Promise.reject(new Error("it broke")) : Promise.resolve(stack);

describe("runTasks", () => {
    it("runs each after those it waits for, and hands on what they say", async () => {
        const ended: string[] = [];
        const endings = await runTasks(tasks, {
            parallel: 4,
            goesOn: false,
            run: failing(),
            onEnd: (stack) => void ended.push(stack),
        });
        expect(ended[0]).to.equal("state");
        expect([...endings]).to.deep.equal(
            tasks.map(({ stack }) => [stack, { status: "done", result: stack }]),
        );
    });

    it("a failure stops what waits for it, and says which it was", async () => {
        const schedule = { parallel: 4, goesOn: false, run: failing("state") };
        const endings = await runTasks(tasks, schedule);
        expect(statuses(endings)).to.deep.equal({
            state: "failed",
            nonprod: "skipped",
            prod: "skipped",
        });
        expect(endings.get("prod")).to.deep.equal({ status: "skipped", because: ["state"] });
    });

    it("a failure stops nothing else", async () => {
        const schedule = { parallel: 1, goesOn: false, run: failing("nonprod") };
        expect(statuses(await runTasks(tasks, schedule))).to.deep.equal({
            state: "done",
            nonprod: "failed",
            prod: "done",
        });
    });

    it("goes on where nothing depends on what was done", async () => {
        const schedule = { parallel: 1, goesOn: true, run: failing("state") };
        expect(statuses(await runTasks(tasks, schedule))).to.deep.equal({
            state: "failed",
            nonprod: "done",
            prod: "done",
        });
    });

    it("begins nothing more after Ctrl-C", async () => {
        const abort = new AbortController();
        const begun: string[] = [];
        const endings = await runTasks(tasks, {
            parallel: 1,
            goesOn: false,
            signal: abort.signal,
            run: (stack) => {
                begun.push(stack);
                if (stack === "nonprod") {
                    abort.abort();
                    return Promise.reject(new Error("stopped"));
                }
                return Promise.resolve(stack);
            },
        });
        expect(begun).to.deep.equal(["state", "nonprod"]);
        expect(statuses(endings)).to.deep.equal({
            state: "done",
            nonprod: "interrupted",
            prod: "interrupted",
        });
    });

    it("runs at most as many at once as it may, and each once", async () => {
        const shape = fc.record({
            parallel: fc.integer({ min: 1, max: 6 }),
            waits: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }),
        });
        await fc.assert(
            fc.asyncProperty(shape, async ({ parallel, waits }) => {
                let running = 0;
                let most = 0;
                const begun: string[] = [];
                await runTasks(
                    waits.map((_, index) => ({ stack: String(index), after: [] })),
                    {
                        parallel,
                        goesOn: false,
                        run: async (stack) => {
                            begun.push(stack);
                            most = Math.max(most, ++running);
                            for (let turn = waits[Number(stack)] ?? 0; turn > 0; turn--) {
                                await new Promise(setImmediate);
                            }
                            running--;
                        },
                    },
                );
                expect(most).to.equal(Math.min(parallel, waits.length));
                expect(begun.sort()).to.deep.equal(waits.map((_, index) => String(index)).sort());
            }),
            { seed, numRuns: 100 },
        );
    });
});
