import type { TimeLimit } from "../report/limits";
import { exitCode } from "./exitCode";

/** A time limit that begins now, for what the process does until the searches end. */
export interface RunningTimeLimit extends TimeLimit {
    /** Ends the process if the time is up while the documents are read: nothing can be said then. */
    readonly whileReading: <T>(read: () => Promise<T>) => Promise<T>;
}

/**
 * @param progress takes a line for people, who read stderr
 * @param exit ends the process
 */
export function startTimeLimit(
    seconds: number,
    progress: (line: string) => void,
    exit: (code: number) => void = (code) => process.exit(code),
): RunningTimeLimit {
    const end = performance.now() + seconds * 1000;
    return {
        seconds,
        isUp: () => performance.now() >= end,
        whileReading: async (read) => {
            const timer = setTimeout(() => {
                progress(
                    `time limit reached (${seconds} s) while the documents were read; nothing was evaluated`,
                );
                exit(exitCode.cannotTell);
            }, end - performance.now());
            try {
                return await read();
            } finally {
                clearTimeout(timer);
            }
        },
    };
}
