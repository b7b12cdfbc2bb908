import type { StackTask } from "./order";

/** How a stack ended. */
export type Ending<Result> =
    | { readonly status: "done"; readonly result: Result }
    | { readonly status: "failed"; readonly error: Error }
    /** Not begun, since these failed. */
    | { readonly status: "skipped"; readonly because: readonly string[] }
    /** Not begun, or stopped, by Ctrl-C. */
    | { readonly status: "interrupted" };

/** How tasks are run. */
export interface Schedule<Result> {
    /** At once, at most. */
    readonly parallel: number;
    readonly run: (stack: string) => Promise<Result>;
    /** Whether a task runs though one before it failed: nothing depends on what a preview does. */
    readonly goesOn: boolean;
    readonly signal?: AbortSignal;
    readonly onEnd?: (stack: string, ending: Ending<Result>) => void;
}

/**
 * Runs tasks, each once those before it are done. A failure stops what waits for it, and nothing else.
 *
 * @returns how each ended, in the order of the tasks; it never rejects
 */
export async function runTasks<Result>(
    tasks: readonly StackTask[],
    { parallel, run, goesOn, signal, onEnd }: Schedule<Result>,
): Promise<ReadonlyMap<string, Ending<Result>>> {
    const endings = new Map<string, Promise<Ending<Result>>>();
    const slots = slotsOf(parallel);

    const endingOf = async ({ stack, after }: StackTask): Promise<Ending<Result>> => {
        const before = await Promise.all(after.flatMap((name) => endings.get(name) ?? []));
        const failed = after.filter((_, index) => before[index]?.status !== "done");
        const leave = await slots();
        try {
            if (signal?.aborted === true) return { status: "interrupted" };
            if (failed.length > 0 && !goesOn) return { status: "skipped", because: failed };
            return { status: "done", result: await run(stack) };
        } catch (error) {
            if (signal?.aborted === true) return { status: "interrupted" };
            return { status: "failed", error: error as Error };
        } finally {
            leave();
        }
    };
    for (const task of tasks) {
        endings.set(
            task.stack,
            endingOf(task).then((ending) => {
                onEnd?.(task.stack, ending);
                return ending;
            }),
        );
    }
    const done = new Map<string, Ending<Result>>();
    for (const [stack, ending] of endings) done.set(stack, await ending);
    return done;
}

/** At most so many at once. @returns waits for a place, and hands a function that gives it back */
function slotsOf(places: number): () => Promise<() => void> {
    let free = places;
    const waiting: (() => void)[] = [];
    return async () => {
        if (free > 0) free--;
        else await new Promise<void>((resolve) => waiting.push(resolve));
        return () => {
            const next = waiting.shift();
            if (next === undefined) free++;
            else next();
        };
    };
}
