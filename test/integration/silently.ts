/** Progress and results are not the tests' output. */
export async function silently<Result>(use: () => Promise<Result>): Promise<Result> {
    const streams = [process.stdout, process.stderr].map((stream) => ({
        stream,
        write: stream.write.bind(stream),
    }));
    for (const { stream } of streams) stream.write = () => true;
    try {
        return await use();
    } finally {
        for (const { stream, write } of streams) stream.write = write;
    }
}
