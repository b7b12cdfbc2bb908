import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { IAM } from "@aws-sdk/client-iam";
import type { S3 } from "@aws-sdk/client-s3";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SNS } from "@aws-sdk/client-sns";

/** What the AWS resource types need: clients of one account, each loaded when it is first asked for. */
export interface AwsContext {
    readonly cloudTrail: () => Promise<CloudTrail>;
    readonly eventBridge: () => Promise<EventBridge>;
    readonly iam: () => Promise<IAM>;
    readonly s3: () => Promise<S3>;
    readonly secretsManager: () => Promise<SecretsManager>;
    readonly sns: () => Promise<SNS>;

    /** Tags the provider puts on every resource that can have them. */
    readonly defaultTags: Readonly<Record<string, string>>;

    /** What the names of tags begin with that the provider leaves alone. */
    readonly ignoredTagPrefixes: readonly string[];
}
