/** Work in small pieces: yields after each of them, and returns the result. */
export type Turns<Result, Progress = undefined> = Generator<Progress, Result, undefined>;

/** Does all the work without a pause. */
export function atOnce<Result>(work: Turns<Result, unknown>): Result {
    for (;;) {
        const turn = work.next();
        if (turn.done === true) return turn.value;
    }
}
