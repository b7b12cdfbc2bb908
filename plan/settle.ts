import * as pulumi from "@pulumi/pulumi";

/**
 * The values of a program's outputs, after all requested resources are created.
 *
 * @throws the error of a failed output
 */
export async function settle(outputs: Record<string, unknown>): Promise<Record<string, unknown>> {
    // A failed output never calls back, but its promise rejects. The promise is missing in the SDK's types.
    const output = pulumi.output(outputs) as unknown as {
        promise(): Promise<Record<string, unknown>>;
    };
    const values = await output.promise();
    // Resources that no output depends on, such as attachments, may still be pending.
    await pulumi.runtime.disconnect();
    return values;
}
