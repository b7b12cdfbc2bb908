// oxlint-disable-next-line typescript/no-require-imports
import debuggable = require("@pulumi/pulumi/runtime/debuggable");
import { expect } from "chai";

import { leaveOutPromiseStacks } from "../../platform/promiseStacks";

interface Traced extends Promise<unknown> {
    readonly _debugStackTrace?: string;
}

const sdk = debuggable as unknown as {
    readonly debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
};

describe("stacks of the SDK's promises", () => {
    leaveOutPromiseStacks();
    const { debuggablePromise } = sdk;
    const property = "prepareStackTrace";
    // Absent, if a spec file before has taken it away.
    let usual: PropertyDescriptor | undefined;
    before(() => {
        usual = Object.getOwnPropertyDescriptor(Error, property);
        Error.prepareStackTrace = (_, frames) => `${Math.min(frames.length, 1)} frames`;
    });
    after(() => {
        if (usual === undefined) Reflect.deleteProperty(Error, property);
        else Object.defineProperty(Error, property, usual);
    });

    it("are left out, and those of errors aren't", async () => {
        const promise: Traced = Promise.reject(new Error("it is wrong"));
        const error = await debuggablePromise(promise, "of a test").catch(
            (reason: unknown) => reason,
        );
        expect(promise._debugStackTrace).to.equal("0 frames");
        expect((error as Error).stack).to.equal("1 frames");
        expect(new Error("after it").stack).to.equal("1 frames");
    });

    it("are left out once, however often they are asked to be", () => {
        leaveOutPromiseStacks();
        expect(sdk.debuggablePromise).to.equal(debuggablePromise);
    });
});
