import { version } from "@pulumi/random/package.json";

import type { Provider } from "../provider";
import { withoutNulls } from "../values";
import { randomId } from "./randomId";

/** The stand-in for the random provider. */
export const randomProvider: Provider<undefined> = {
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
};
