import * as path from "node:path";

import Mocha from "mocha";

const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END } = Mocha.Runner.constants;
const shown = 10;

/** Mocha's own report, and before its end the spec files that took longest: their tests and hooks, without loading. */
export default class SlowestReporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
        const msOf = new Map<string, number>();
        const add = ({ file, duration = 0 }: Mocha.Runnable): void => {
            if (file !== undefined) msOf.set(file, (msOf.get(file) ?? 0) + duration);
        };
        runner.on(EVENT_TEST_END, add);
        runner.on(EVENT_HOOK_END, add);
        // Before the superclass listens, since what it prints last is what counts.
        runner.once(EVENT_RUN_END, () => {
            console.log(slowestText(msOf));
        });
        super(runner, options);
    }
}

function slowestText(msOf: ReadonlyMap<string, number>): string {
    const slowest = [...msOf].sort(([, a], [, b]) => b - a).slice(0, shown);
    const lines = slowest.map(
        ([file, ms]) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${path.relative(".", file)}`,
    );
    return ["", `  The ${slowest.length} slowest spec files:`, ...lines].join("\n");
}
