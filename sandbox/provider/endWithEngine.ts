const everyMs = 1_000;

/** Ends this process when the engine that started it is gone, also when it was killed and had no time to say so. */
export function endWithEngine(): void {
    const engine = process.ppid;
    setInterval(() => {
        if (process.ppid !== engine) process.exit(0);
    }, everyMs).unref();
}
