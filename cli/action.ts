import { errorText } from "../platform/systemError";
import { fitted, widthOf } from "../platform/fitted";

/** Exit codes of all commands except `exec`, which exits with its child's. */
export const exitCode = { fine: 0, attention: 1, cannotTell: 2, interrupted: 130 } as const;

/** Results go to stdout. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** As `print`, for a text that people read: broken between words where the terminal is narrower. */
export const printText = (text: string): void =>
    void process.stdout.write(`${fitted(text, widthOf(process.stdout))}\n`);
/** Progress and errors go to stderr. */
export const progress = (text: string): void =>
    void process.stderr.write(`${fitted(text, widthOf(process.stderr))}\n`);

/**
 * A command's action. Of an error, only the message is printed: its other properties may contain a request.
 *
 * @param run returns the exit code
 */
export function action<Args extends unknown[]>(
    run: (...args: Args) => Promise<number>,
): (...args: Args) => Promise<void> {
    return async (...args) => {
        try {
            process.exitCode = await run(...args);
        } catch (error) {
            progress(errorText(error));
            process.exitCode = exitCode.cannotTell;
        }
    };
}

/** Ctrl-C ends the command at once and prints what that means. */
export function stopOnInterrupt(meaning: string): void {
    process.once("SIGINT", () => {
        progress(`interrupted; ${meaning}`);
        process.exit(exitCode.interrupted);
    });
}
