import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { STSClient } from "@aws-sdk/client-sts";

import { calling } from "./awsCall";
import type { CallName } from "./awsCall";
import type { Sleep } from "./retry";
import { shortKeyId } from "./target";
import type { KeyOwner, KeyVerifier, MintedKey } from "./target";

/** IAM is eventually consistent: a new key is mostly known within seconds. In all 40 s, well below `holdMs`. */
const delaysMs = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000];
/** What STS says while it doesn't know a new key, or its user's new permissions, yet. */
const notYet =
    /^(InvalidClientTokenId|UnrecognizedClientException|AccessDenied|AccessDeniedException)$/;
/** What STS says to a key that is gone, inactive, or has another secret. */
const notAccepted =
    /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId)$/;
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
                { service: "STS", call: "GetCallerIdentity", subject: `the ${whose}` },
                () => sts.send(new GetCallerIdentityCommand({})),
                `STS doesn't know the ${whose}`,
                sleep,
            );
            // An ARN names its account.
            if (Arn !== target.identityArn) {
                throw new Error(`the ${whose} is ${String(Arn)}'s, not ${target.identityArn}'s`);
            }
            await patiently(
                { service: "STS", call: "AssumeRole", subject: target.probeRoleArn },
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

/** Asks STS whose key it is. @param stsFor a client that signs with the key */
export function stsKeyOwner(
    stsFor: (key: Pick<MintedKey, "accessKeyId" | "secretAccessKey">) => STSClient,
    sleep: Sleep,
): KeyOwner {
    return async (key) => {
        const sts = stsFor(key);
        try {
            const { Arn } = await calling(
                {
                    service: "STS",
                    call: "GetCallerIdentity",
                    subject: `key ${shortKeyId(key.accessKeyId)}`,
                },
                sleep,
                () => sts.send(new GetCallerIdentityCommand({})),
            );
            return Arn;
        } catch (error) {
            if (notAccepted.test((error as Error).name)) return undefined;
            throw error;
        } finally {
            sts.destroy();
        }
    };
}

async function patiently<Result>(
    name: CallName,
    call: () => Promise<Result>,
    failure: string,
    sleep: Sleep,
): Promise<Result> {
    for (let attempt = 0; ; attempt++) {
        try {
            return await calling(name, sleep, call);
        } catch (error) {
            const { name: kind } = error as Error;
            const delay = delaysMs[attempt];
            if (!notYet.test(kind)) throw error;
            if (delay === undefined) {
                throw new Error(`${failure}, after ${delaysMs.length + 1} attempts: ${kind}`, {
                    cause: error,
                });
            }
            await sleep(delay);
        }
    }
}
