import { version } from "@pulumi/aws/package.json";

import type { Provider } from "../provider";
import { checkAwsConfig } from "./config";
import { connect } from "./connect";
import type { AwsContext } from "./context";
import { describeError, isRefused } from "./errors";
import { awsResources } from "./resources";

/**
 * The stand-in for the AWS provider.
 *
 * @param env the engine's environment: `AWS_ENDPOINT_URL`, `AWS_REGION` and the credentials
 */
export const awsProvider = (
    env: Readonly<Record<string, string | undefined>>,
): Provider<AwsContext> => ({
    name: "aws",
    version,
    resources: awsResources,
    checkConfig: checkAwsConfig,
    configure: (config) => connect(config, env),
    describeError,
    isRefused,
});
