import { version } from "@pulumi/random/package.json";
import { randomId } from "./random/randomId";
import { serve } from "./serve";
import { withoutNulls } from "./values";

serve({
    name: "random",
    version,
    resources: [randomId],
    checkConfig: (news) => ({
        inputs: withoutNulls(news),
        failures: Object.keys(withoutNulls(news))
            .filter((name) => name !== "version")
            .map((name) => ({
                property: name,
                reason: `provider random has no setting "${name}"; leave it out`,
            })),
    }),
    configure: () => Promise.resolve({ context: undefined }),
    describeError: (error) => (error instanceof Error ? error.message : String(error)),
    isRefused: () => true,
});
