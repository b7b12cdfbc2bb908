/** Interval between progress lines, in milliseconds. */
const everyMs = 2_000;

/**
 * Reports the progress of long work at regular intervals.
 *
 * @param describe the current state of the work, e.g. `compiling 412 of 1648 packages`
 * @returns ends the reports
 */
export function startTicker(progress: (line: string) => void, describe: () => string): () => void {
    const started = Date.now();
    const timer = setInterval(() => {
        const seconds = Math.round((Date.now() - started) / 1000);
        progress(`${describe()} (${String(seconds)} s)`);
    }, everyMs);
    return () => {
        clearInterval(timer);
    };
}
