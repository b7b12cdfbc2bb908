import * as pulumi from "@pulumi/pulumi";

/**
 * The values of a program's outputs, once everything that it asked for is made.
 *
 * @throws whatever an output failed with
 */
export async function settle(outputs: Record<string, unknown>): Promise<Record<string, unknown>> {
    // An output that failed would never call back; its promise rejects. It is there, but not in the SDK's types.
    const output = pulumi.output(outputs) as unknown as {
        promise(): Promise<Record<string, unknown>>;
    };
    const values = await output.promise();
    // What no output waits for, an attachment say, is still on its way.
    await pulumi.runtime.disconnect();
    return values;
}
