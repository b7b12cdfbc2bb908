import type { Session } from "./session";

/**
 * A session as the AWS SDKs and CLI read it from a `credential_process`.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export const credentialProcessOutput = (session: Session): string =>
    JSON.stringify({
        Version: 1,
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: session.expiration,
    });
