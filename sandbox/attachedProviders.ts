import * as path from "node:path";

import { Stack } from "@pulumi/pulumi/automation";

import { exists } from "./cacheFolder";

type Verb = "destroy" | "import" | "preview" | "refresh" | "up";

/**
 * The same stack, whose engine attaches to stand-in providers in this process instead of starting processes for them, which costs a
 * third of a second each time. Where the engine uses the real providers, the stack stays as it is.
 *
 * @param folder where the stand-ins are, if the engine uses these
 * @param env the engine's environment
 */
export async function withAttachedProviders(
    stack: Stack,
    folder: string,
    env: Readonly<Record<string, string | undefined>>,
): Promise<Stack> {
    if (!(await exists(path.join(folder, "pulumi-resource-aws")))) return stack;

    const attached = (verb: Verb) =>
        async function (this: Stack, options: object): Promise<unknown> {
            const providers = await listenAll(env);
            const { envVars } = this.workspace;
            // https://www.pulumi.com/docs/iac/cli/environment-variables/
            envVars["PULUMI_DEBUG_PROVIDERS"] = providers
                .map(({ name, port }) => `${name}:${port}`)
                .join(",");
            try {
                return await Reflect.apply(Stack.prototype[verb], this, [options]);
            } finally {
                delete envVars["PULUMI_DEBUG_PROVIDERS"];
                for (const { close } of providers) close();
            }
        };
    const verbs: readonly Verb[] = ["destroy", "import", "preview", "refresh", "up"];
    return Object.assign(
        Object.create(stack) as Stack,
        Object.fromEntries(verbs.map((verb) => [verb, attached(verb)])),
    );
}

/** Loaded late: what runs no engine needs no providers. */
async function listenAll(env: Readonly<Record<string, string | undefined>>) {
    const { awsProvider } = await import("./provider/aws/provider");
    const { randomProvider } = await import("./provider/random/provider");
    const { listen } = await import("./provider/serve");
    return Promise.all([
        listen(awsProvider(env)).then((one) => ({ ...one, name: "aws" })),
        listen(randomProvider).then((one) => ({ ...one, name: "random" })),
    ]);
}
