import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { STSClient } from "@aws-sdk/client-sts";

import { retrying } from "./retry";
import type { Sleep } from "./retry";
import { shortKeyId } from "./target";
import type { KeyVerifier, MintedKey } from "./target";

/** IAM is eventually consistent: a new key is mostly known within seconds. In all 40 s, well below `holdMs`. */
const delaysMs = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000];
/** What STS says while it doesn't know a new key, or its user's new permissions, yet. */
const notYet =
    /^(InvalidClientTokenId|UnrecognizedClientException|AccessDenied|AccessDeniedException)$/;
/** The shortest that STS gives, in seconds; the session is thrown away. */
const sessionSeconds = 900;

/**
 * Verifies keys with STS: who they are, and that they may assume a role.
 *
 * @param stsFor a client that signs with the key
 */
export function stsVerifier(stsFor: (key: MintedKey) => STSClient, sleep: Sleep): KeyVerifier {
    return async (target, key) => {
        const sts = stsFor(key);
        const whose = `new key ${shortKeyId(key.accessKeyId)}`;
        try {
            const { Arn } = await patiently(
                () => sts.send(new GetCallerIdentityCommand({})),
                `STS doesn't know the ${whose}`,
                sleep,
            );
            // An ARN names its account.
            if (Arn !== target.identityArn) {
                throw new Error(`the ${whose} is ${String(Arn)}'s, not ${target.identityArn}'s`);
            }
            await patiently(
                () =>
                    sts.send(
                        new AssumeRoleCommand({
                            RoleArn: target.probeRoleArn,
                            RoleSessionName: "credential-check",
                            DurationSeconds: sessionSeconds,
                        }),
                    ),
                `the ${whose} can't assume ${target.probeRoleArn}`,
                sleep,
            );
        } finally {
            sts.destroy();
        }
    };
}

async function patiently<Result>(
    call: () => Promise<Result>,
    failure: string,
    sleep: Sleep,
): Promise<Result> {
    for (let attempt = 0; ; attempt++) {
        try {
            return await retrying(call, sleep);
        } catch (error) {
            const { name, message } = error as Error;
            const delay = delaysMs[attempt];
            if (!notYet.test(name)) throw error;
            if (delay === undefined) {
                throw new Error(`${failure}, after ${delaysMs.length + 1} attempts: ${message}`, {
                    cause: error,
                });
            }
            await sleep(delay);
        }
    }
}
