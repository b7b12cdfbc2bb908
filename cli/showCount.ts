import { progressLine } from "../access";
import type { ProgressStream } from "../access";

/** Takes how many of a number of things are done. */
export type OnDone = (done: number, of: number) => void;

/**
 * Shows how much of some work is done, once it takes more than 2 s: in place on a terminal, else a line every 10 s.
 *
 * @param what is done, e.g. `accounts read`
 */
export async function showCount<T>(
    what: string,
    work: (onDone: OnDone) => Promise<T>,
    stream: ProgressStream = process.stderr,
    now?: () => number,
): Promise<T> {
    const line = progressLine(stream, now);
    try {
        return await work((done, of) => {
            line.show(`${done} of ${of} ${what}`);
        });
    } finally {
        line.end();
    }
}
