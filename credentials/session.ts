import { AssumeRoleCommand } from "@aws-sdk/client-sts";

import type { AwsClients } from "./awsServices";
import { retrying } from "./retry";
import type { Sleep } from "./retry";
import { sessionFailure } from "./stsFailure";
import type { SessionRequest } from "./sessionRequest";
import type { Credential, CredentialStore, SecretLocation } from "./store";

/** Short-lived credentials of a role. */
export interface Session {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    /** When it ends, as ISO 8601 in UTC. */
    readonly expiration: string;
}

/**
 * A session of a role, assumed with an identity's stored credential, which is kept nowhere. STS is asked again while it
 * is throttled or does not answer.
 *
 * @throws Error naming the identity, the role and the next step, without a secret
 */
export async function storedSession(
    store: CredentialStore,
    secret: SecretLocation,
    stsFor: AwsClients["stsFor"],
    request: SessionRequest,
    sleep: Sleep,
): Promise<Session> {
    const credential: Credential = await store.readCurrent(secret);
    const sts = stsFor(credential);
    try {
        return await assumedSession(sts, secret.identity, request, sleep);
    } finally {
        sts.destroy();
    }
}

/**
 * A session of a role, assumed by the identity whose credentials the client has.
 *
 * @param caller what messages call it
 * @throws Error naming the caller, the role and the next step, without a secret
 */
export async function assumedSession(
    sts: ReturnType<AwsClients["stsFor"]>,
    caller: string,
    request: SessionRequest,
    sleep: Sleep,
): Promise<Session> {
    const { roleArn, name, durationSeconds, sourceIdentity, tags = [], mfa } = request;
    const command = new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: name,
        ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
        ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
        ...(tags.length === 0
            ? {}
            : { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
        ...(mfa === undefined ? {} : { SerialNumber: mfa.serialNumber, TokenCode: mfa.code }),
    });
    // A code of an MFA device is good for one attempt.
    const idempotent = mfa === undefined;
    const { Credentials: given } = await retrying(() => sts.send(command), sleep, idempotent).catch(
        (error: unknown) => {
            throw new Error(sessionFailure(error, caller, request));
        },
    );
    if (
        given?.AccessKeyId === undefined ||
        given.SecretAccessKey === undefined ||
        given.SessionToken === undefined ||
        given.Expiration === undefined
    ) {
        throw new Error(`STS gave ${caller} no whole session of ${roleArn}; try again`);
    }
    return {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: given.Expiration.toISOString(),
    };
}
