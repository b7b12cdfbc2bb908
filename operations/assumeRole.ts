import type { STSClient } from "@aws-sdk/client-sts";

import { awsCall } from "../access";

/** Keys of a role's session. */
export interface SessionKeys {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
}

/**
 * A session of a role, for an hour.
 *
 * @param caller whose credentials `sts` has, for the error
 * @param sessionName shown by CloudTrail
 * @throws Error with the role, whose cause is AWS's error
 */
export async function assumeRole(
    sts: Pick<STSClient, "send">,
    RoleArn: string,
    caller: string,
    sessionName: string,
): Promise<SessionKeys> {
    // Loaded late: most commands assume no role.
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const { Credentials } = await awsCall(`sts:AssumeRole of ${RoleArn}`, caller, () =>
        sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName })),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
        throw new Error(`STS returned no credentials for ${RoleArn}; retry.`);
    }
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
    };
}
