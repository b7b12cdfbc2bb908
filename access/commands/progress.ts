/** Where progress is shown; stderr. */
export interface ProgressStream {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): unknown;
}

/** Shows how far a long piece of work is. */
export interface ProgressLine {
    readonly show: (text: string) => void;
    /** Removes the line from a terminal. */
    readonly end: () => void;
}

/** Milliseconds: nothing is shown before `quiet`, and in a file no more often than `between`. */
const times = { quiet: 2_000, between: 10_000 };

/**
 * A line that says what is done of what, once the work takes more than 2 s: updated in place on a terminal, otherwise a
 * line every 10 s.
 *
 * @param now milliseconds since any time
 */
export function progressLine(
    stream: ProgressStream,
    now: () => number = () => performance.now(),
): ProgressLine {
    const began = now();
    let next = began + times.quiet;
    let isShown = false;
    const end = (): void => {
        if (isShown) stream.write(clear);
        isShown = false;
        process.off("SIGINT", end);
    };
    const show = (text: string): void => {
        const time = now();
        if (time < next) return;
        const line = `${text} (${Math.floor((time - began) / 1000)} s)`;
        if (stream.isTTY !== true) {
            stream.write(`${line}\n`);
            next = time + times.between;
            return;
        }
        // Before other listeners, which may end the process.
        if (!isShown) process.prependListener("SIGINT", end);
        isShown = true;
        stream.write(`${clear}${line.slice(0, (stream.columns ?? 80) - 1)}`);
    };
    return { show, end };
}

/** Of commands that are not to show any. */
export const noProgress: ProgressLine = { show: () => undefined, end: () => undefined };

/** Empties the terminal's line. */
const clear = "\r\u001b[2K";
