// The module itself, not a copy of what it exports, which a bundle would make.
// oxlint-disable-next-line typescript/no-require-imports
import debuggable = require("@pulumi/pulumi/runtime/debuggable");

type Traced = (promise: Promise<unknown>, context: string) => Promise<unknown>;

/** What the SDK's types leave out. */
const sdk = debuggable as unknown as { debuggablePromise?: Traced; debugPromiseLeaks?: boolean };
let isLeftOut = false;

/**
 * Keeps the SDK from taking the stack of every promise from now on, which is a third of the program's own time, for processes
 * that run the program many times: the sandbox and the tests. index.ts leaves the SDK as it is. The SDK prints these stacks with
 * PULUMI_DEBUG_PROMISE_LEAKS alone, and then they are taken. Errors have their stacks as before.
 */
export function leaveOutPromiseStacks(): void {
    const traced = sdk.debuggablePromise;
    if (isLeftOut || traced === undefined || sdk.debugPromiseLeaks === true) return;
    isLeftOut = true;
    sdk.debuggablePromise = (promise, context) => {
        const limit = Error.stackTraceLimit;
        Error.stackTraceLimit = 0;
        try {
            return traced(promise, context);
        } finally {
            Error.stackTraceLimit = limit;
        }
    };
}
