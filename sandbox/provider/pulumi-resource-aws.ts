import { version } from "@pulumi/aws/package.json";
import { checkAwsConfig } from "./aws/config";
import { connect } from "./aws/connect";
import { describeError, isRefused } from "./aws/errors";
import { awsResources } from "./aws/resources";
import { serve } from "./serve";

serve({
    name: "aws",
    version,
    resources: awsResources,
    checkConfig: checkAwsConfig,
    configure: (config) => connect(config, process.env),
    describeError,
    isRefused,
});
