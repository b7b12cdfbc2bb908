import { requireLoopback } from "../loopback";
import type { Configured } from "../provider";
import { readAwsConfig, type AssumeRole } from "./config";
import type { AwsContext } from "./context";
import type { Props } from "../values";

/** Bounds of one AWS call: 3 attempts of at most 30 s each. */
const MAX_ATTEMPTS = 3;
const REQUEST_TIMEOUT = 30_000;
const CONNECTION_TIMEOUT = 5_000;

interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}

/**
 * Connects to the sandbox's AWS, in the account that the configuration allows.
 *
 * @param env the process's environment: `AWS_ENDPOINT_URL`, `AWS_REGION` and the credentials
 * @throws Error for an endpoint beyond this machine, missing credentials, or an account that is not allowed
 */
export async function connect(
    config: Props,
    env: Readonly<Record<string, string | undefined>>,
): Promise<Configured<AwsContext>> {
    const { region, allowedAccountIds, assumeRoles, defaultTags, ignoreTags } =
        readAwsConfig(config);
    // Given to every client, so that neither `AWS_ENDPOINT_URL_IAM` nor a profile can lead one elsewhere.
    const common = {
        endpoint: requireLoopback(env["AWS_ENDPOINT_URL"]),
        region: region ?? env["AWS_REGION"] ?? "us-east-1",
        maxAttempts: MAX_ATTEMPTS,
        retryMode: "standard",
        requestHandler: {
            connectionTimeout: CONNECTION_TIMEOUT,
            requestTimeout: REQUEST_TIMEOUT,
            throwOnRequestTimeout: true,
        },
    };

    const { STS } = await import("@aws-sdk/client-sts");
    let credentials = credentialsOf(env);
    for (const role of assumeRoles ?? []) {
        credentials = await assume(new STS({ ...common, credentials }), role);
    }
    const { Account } = await new STS({ ...common, credentials }).getCallerIdentity();
    if (allowedAccountIds !== undefined && !allowedAccountIds.includes(Account ?? "")) {
        throw new Error(
            `account ${Account ?? "(none)"} is not allowed; allowedAccountIds: ${allowedAccountIds.join(", ")}. ` +
                "Use credentials of an allowed account",
        );
    }

    const options = { ...common, credentials };
    const tags = defaultTags?.tags ?? {};
    return {
        defaultTags: tags,
        context: {
            defaultTags: tags,
            ignoredTagPrefixes: ignoreTags?.keyPrefixes ?? [],
            cloudTrail: once(
                async () => new (await import("@aws-sdk/client-cloudtrail")).CloudTrail(options),
            ),
            // Names of buckets are no hosts of this machine.
            s3: once(
                async () =>
                    new (await import("@aws-sdk/client-s3")).S3({
                        ...options,
                        forcePathStyle: true,
                    }),
            ),
            eventBridge: once(
                async () => new (await import("@aws-sdk/client-eventbridge")).EventBridge(options),
            ),
            sns: once(async () => new (await import("@aws-sdk/client-sns")).SNS(options)),
            iam: once(async () => new (await import("@aws-sdk/client-iam")).IAM(options)),
            secretsManager: once(
                async () =>
                    new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(options),
            ),
        },
    };
}

/**
 * Only from the environment: the SDK's other sources (profiles, single sign-on, instance metadata) may call beyond this
 * machine.
 */
function credentialsOf(env: Readonly<Record<string, string | undefined>>): Credentials {
    const [accessKeyId, secretAccessKey] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
    if (!accessKeyId || !secretAccessKey) {
        throw new Error(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set; set them to credentials of the sandbox",
        );
    }
    const sessionToken = env["AWS_SESSION_TOKEN"];
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** The one call of the STS client that is needed here. */
interface RoleAssumer {
    assumeRole(input: { RoleArn: string; RoleSessionName: string; ExternalId?: string }): Promise<{
        Credentials?:
            | {
                  AccessKeyId: string | undefined;
                  SecretAccessKey: string | undefined;
                  SessionToken: string | undefined;
              }
            | undefined;
    }>;
}

async function assume(sts: RoleAssumer, role: AssumeRole): Promise<Credentials> {
    const { Credentials: session } = await sts.assumeRole({
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName ?? "pulumi",
        ...(role.externalId ? { ExternalId: role.externalId } : {}),
    });
    if (!session?.AccessKeyId || !session.SecretAccessKey || !session.SessionToken) {
        throw new Error(`assuming ${role.roleArn} gave no session`);
    }
    return {
        accessKeyId: session.AccessKeyId,
        secretAccessKey: session.SecretAccessKey,
        sessionToken: session.SessionToken,
    };
}

/** A client is made once, however many resources ask for it at the same time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
}
