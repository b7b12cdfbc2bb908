import { expect } from "chai";

import { retrying } from "../../credentials/retry";

const named = (name: string, code?: string): Error =>
    Object.assign(new Error(name), { name, code });

/** Fails so many times, then answers. */
function failing(times: number, error: Error): { call: () => Promise<string>; calls: number } {
    const state = {
        calls: 0,
        call: () => (state.calls++ < times ? Promise.reject(error) : Promise.resolve("answered")),
    };
    return state;
}

describe("retrying", () => {
    const slept: number[] = [];
    const sleep = (ms: number): Promise<void> => {
        slept.push(ms);
        return Promise.resolve();
    };
    beforeEach(() => {
        slept.length = 0;
    });

    for (const error of [
        named("ThrottlingException"),
        named("Throttling"),
        named("Error", "ECONNRESET"),
    ]) {
        it(`waits ever longer and asks again after ${error.name} ${String((error as { code?: string }).code)}`, async () => {
            const state = failing(3, error);
            expect(await retrying(state.call, sleep)).to.equal("answered");
            expect(state.calls).to.equal(4);
            [200, 400, 800].forEach((most, i) => {
                expect(slept[i]).to.be.within(most / 2, most);
            });
        });
    }

    const refused: [string, Error, boolean][] = [
        ["a refusal", named("AccessDenied"), true],
        ["a failure that leaves open whether a key was made", named("TimeoutError"), false],
    ];
    for (const [what, error, idempotent] of refused) {
        it(`asks once after ${what}`, async () => {
            const state = failing(1, error);
            const failure: unknown = await retrying(state.call, sleep, idempotent).catch(
                (e: unknown) => e,
            );
            expect(failure).to.equal(error);
            expect(state.calls).to.equal(1);
        });
    }

    it("gives up after seven attempts", async () => {
        const state = failing(100, named("ThrottlingException"));
        await retrying(state.call, sleep).catch(() => undefined);
        expect(state.calls).to.equal(7);
    });
});
