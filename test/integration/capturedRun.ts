import { withSandboxStacks } from "../../cli/sources/sandboxStacks";
import type { SandboxStacksOptions } from "../../cli/sources/sandboxStacks";
import { runStacks } from "../../cli/stacks";
import type { Verb } from "../../operations/stacks/order";

/** A command on a sandbox's stacks, and all that it prints. */
export async function capturedRun(
    verb: Verb,
    options: object,
    sandbox: SandboxStacksOptions,
): Promise<{ readonly code: number; readonly said: string }> {
    let said = "";
    const keep = (text: string | Uint8Array): boolean => {
        said += String(text);
        return true;
    };
    const streams = [process.stdout, process.stderr].map((stream) => ({
        stream,
        write: stream.write.bind(stream),
    }));
    for (const { stream } of streams) stream.write = keep;
    try {
        const code = await withSandboxStacks(
            (stacks) => runStacks(stacks, verb, { parallel: 2, ...options }),
            keep,
            sandbox,
        );
        return { code, said };
    } finally {
        for (const { stream, write } of streams) stream.write = write;
    }
}
