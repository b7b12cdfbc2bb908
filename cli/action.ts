/** Exit codes of every command, but `exec`, whose is its child's. */
export const exitCode = { fine: 0, attention: 1, cannotTell: 2, interrupted: 130 } as const;

/** Results go to stdout. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** How it goes, to stderr. */
export const progress = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * A command's action: an error is told by its message alone, since its other properties may hold a request.
 *
 * @param run @returns the exit code
 */
export function action<Args extends unknown[]>(
    run: (...args: Args) => Promise<number>,
): (...args: Args) => Promise<void> {
    return async (...args) => {
        try {
            process.exitCode = await run(...args);
        } catch (error) {
            progress((error as Error).message);
            process.exitCode = exitCode.cannotTell;
        }
    };
}

/** Ctrl-C ends the command at once, with a line that says what that means. */
export function stopOnInterrupt(meaning: string): void {
    process.once("SIGINT", () => {
        progress(`stopped; ${meaning}`);
        process.exit(exitCode.interrupted);
    });
}
