import { expect } from "chai";

import { despiteLock, StackLockedError } from "../../../operations/stacks/lock";
import cases from "./lock.cases.json";

interface Case {
    readonly name: string;
    /** What each attempt meets. */
    readonly attempts: readonly ("done" | "dead" | "live" | "unknown" | "broken")[];
    readonly unlocks: boolean;
    readonly calls: readonly string[];
    readonly result?: string;
    /** What the last attempt met. */
    readonly error?: string;
}

const lives = { dead: false, live: true, unknown: undefined };

describe("a stack's lock", () => {
    for (const { name, attempts, unlocks, calls, result, error } of cases as readonly Case[]) {
        it(name, async () => {
            const left = [...attempts];
            const made: string[] = [];
            const run = despiteLock(
                () => {
                    made.push("act");
                    const met = left.shift() ?? "done";
                    if (met === "done") return Promise.resolve(met);
                    if (met === "broken") return Promise.reject(new Error(met));
                    return Promise.reject(new StackLockedError("prod", met, lives[met], undefined));
                },
                {
                    unlocks,
                    unlock: () => Promise.resolve(void made.push("unlock")),
                    onWait: () => void made.push("wait"),
                    patience: { pauses: 2, pauseMs: 1 },
                },
            );
            const met = await run.catch((thrown: unknown) => thrown as Error);
            expect(made).to.deep.equal(calls);
            if (result !== undefined) expect(met).to.equal(result);
            else if (error === "broken") expect(met).to.have.property("message", error);
            else expect(met).to.have.property("holder", error);
        });
    }

    it("says what to do", () => {
        const text = (alive: boolean | undefined): string =>
            new StackLockedError("prod", "jane@laptop (pid 7)", alive, undefined).message;
        expect(text(false)).to.equal(
            "  locked by jane@laptop (pid 7): that process has ended; take the lock away by running this again with --unlock",
        );
        expect(text(undefined)).to.equal(
            "  locked by jane@laptop (pid 7): wait for that run; if it was killed, run this again with --unlock",
        );
        expect(text(true)).to.equal(
            "  locked by jane@laptop (pid 7): that process runs: wait for it, or end it and run this again; if it is none of Pulumi's: pulumi cancel --stack prod",
        );
    });
});
